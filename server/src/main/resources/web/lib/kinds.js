/**
 * The four kinds of definition as pages show them.
 *
 * @typedef {object} Kind
 * @property {string} path of its list, below / and below /api/v1
 * @property {string} title
 * @property {string} one
 * @property {string} about what such a thing is
 * @property {string} command what makes one; where they come with Writ, what lists them
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  agents: {
    path: '/agents', title: 'Agents', one: 'agent',
    about: 'An agent is an instruction for a model, with what it may always do. Everything beyond that it asks for, task by task.',
    command: `curl -sS -H "Authorization: Bearer $TOKEN" "$URL/api/v1/agents" -d '{"name": "tester", "content": {"purpose": "tests what others made", "instruction": "You test."}}'`,
  },
  tools: {
    path: '/tools', title: 'Tools', one: 'tool',
    about: 'A tool is what is granted as a whole: some operations, with limits, for a time. Servers of others bring more of them.',
    command: 'servers: {tickets: {url: https://tickets.example.org/mcp}}   # in writ.yaml',
  },
  processes: {
    path: '/processes', title: 'Processes', one: 'process',
    about: 'A process is the course a task takes: which agents work, in which order, and what happens when one of them fails.',
    command: 'writ processes ls',
  },
  documents: {
    path: '/documents', title: 'Documents', one: 'document',
    about: 'A document is knowledge that agents look up or are given: house rules, findings, how something is done here.',
    command: `curl -sS -H "Authorization: Bearer $TOKEN" "$URL/api/v1/documents" -d '{"name": "rules", "content": {"summary": "house rules", "text": "Be brief."}}'`,
  },
};

/** @param {string} text as one part of an address */
export const part = (text) => encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/** Names that one part of an address cannot hold. */
const AWKWARD = /[/\\%;]|^\.\.?$/;

/**
 * Where a definition is, in pages and below /api/v1 alike: by its name; by its id where the name fits no address; among
 * the others where that is not known.
 *
 * @param {string} kind @param {string} name @param {string} [id]
 */
export function pathOf(kind, name, id = '') {
  const { path } = KINDS[kind];
  return AWKWARD.test(name) && !id ? `${path}?q=${part(name)}` : `${path}/${part(AWKWARD.test(name) ? id : name)}`;
}

/** @param {string} kind as the API says it, for instance `process` @returns {string} as in {@link KINDS}; empty for others */
export const kindOf = (kind) => Object.keys(KINDS).find((name) => KINDS[name].one === kind) ?? '';
