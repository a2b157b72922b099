import { get, orNothing } from './api.js';
import { KINDS, pathOf } from './kinds.js';

const MOST = 200;

/**
 * What a list shows of one definition, or of one tool that has none.
 *
 * @typedef {{name: string, summary: string, status: string, version: number, updated_at: string, level?: string, server?: string, third_party?: boolean, id?: string}} Listed
 */

/** Those with all words in name, summary or content; tools of third parties too. @param {string} kind @param {string} words @returns {Promise<Listed[]>} */
export async function listDefinitions(kind, words) {
  const [all, found, tools] = await Promise.all([
    get(KINDS[kind].path, { limit: MOST }),
    words.trim() ? get(KINDS[kind].path, { q: words, limit: MOST }) : [],
    kind === 'tools' ? get('/toolbox') : [],
  ]);
  const byName = new Map([...all, ...found].map((one) => [one.name, one]));
  tools.forEach((tool) => byName.set(tool.name, { version: 0, updated_at: '', ...byName.get(tool.name), ...tool,
    status: standing(tool.status, byName.get(tool.name)) }));
  const hits = new Set(found.map(({ name }) => name));
  const parts = words.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = (one) => hits.has(one.name) || parts.every((word) => `${one.name} ${one.summary} ${one.server ?? ''}`.toLowerCase().includes(word));
  return [...byName.values()].filter(fits).sort((one, other) => one.name.localeCompare(other.name, 'en'));
}

/** A tool counts as its server and its acceptance say; the text about it alone may be switched off, too. */
const standing = (status, definition) => (status === 'active' && definition?.status === 'inactive' ? 'inactive' : status);

/**
 * All that the page of one definition shows. `definition` is null for a tool of a third party, which has nothing but what
 * its server says; `tool` and `pin` are null for everything but tools.
 *
 * @typedef {{definition: any, versions: any[], relations: any[], base: any[], mentions: any[], tool: any, pin: any}} Loaded
 */

/** @param {string} kind @param {string} name @returns {Promise<Loaded>} */
export async function loadDefinition(kind, name) {
  const path = pathOf(kind, name);
  const isTool = kind === 'tools';
  const tool = isTool ? await orNothing(get(path.replace('/tools/', '/toolbox/'))) : null;
  const definition = tool?.third_party ? null : tool ? await orNothing(get(path)) : await get(path);
  const known = definition?.name ?? name;
  const [versions, relations, base, pin, mentions] = await Promise.all([
    definition ? get(`${path}/versions`) : [],
    definition ? get(`${path}/relations`) : [],
    kind === 'agents' ? get('/base-permissions', { agent: known }) : isTool ? get('/base-permissions', { tool: known }) : [],
    tool ? get(`${path}/pin`) : null,
    mentionsOf(kind, known),
  ]);
  return { definition, versions, relations, base, tool, pin, mentions };
}

/** Agents and documents in whose text the name stands. @param {string} kind @param {string} name */
async function mentionsOf(kind, name) {
  const kinds = ['agents', 'documents'];
  const found = await Promise.all(kinds.map((one) => get(KINDS[one].path, { q: name, limit: 12 })));
  return kinds.flatMap((one, index) => found[index].map((hit) => ({ kind: one, name: hit.name, id: hit.id })))
    .filter((hit) => hit.kind !== kind || hit.name !== name);
}
