/**
 * The four kinds of definition as pages show them.
 *
 * @typedef {object} Kind
 * @property {string} path of its list, below / and below /api/v1
 * @property {string} title
 * @property {string} one
 * @property {string} about what such a thing is
 * @property {string} command what makes one, or shows how
 */

/** @type {Record<string, Kind>} */
export const KINDS = {
  agents: {
    path: '/agents', title: 'Agents', one: 'agent',
    about: 'An agent is an instruction for a model, with what it may always do. Everything beyond that it asks for, task by task.',
    command: 'writ agents ls',
  },
  tools: {
    path: '/tools', title: 'Tools', one: 'tool',
    about: 'A tool is what is granted as a whole: some operations, with limits, for a time. Servers of others bring more of them.',
    command: 'writ servers ls',
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

/** Where a definition is, in pages and below /api/v1 alike. @param {string} kind @param {string} name @param {string} [id] for names that an address cannot hold */
export const pathOf = (kind, name, id = name) => `${KINDS[kind].path}/${part(/^\.\.?$/.test(name) ? id : name)}`;

/** @param {string} kind as the API says it, for instance `process` @returns {string} as in {@link KINDS}; empty for others */
export const kindOf = (kind) => Object.keys(KINDS).find((name) => KINDS[name].one === kind) ?? '';
