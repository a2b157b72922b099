/**
 * What a new definition begins with, by kind: every field that such a thing has, empty or as is usual. Tools are not here:
 * they come with their servers.
 *
 * @type {Record<string, {content: Record<string, any>, needed: string[], note: string}>}
 */
export const BEGINNINGS = {
  agents: {
    content: { purpose: '', tier: 'standard', instruction: '', maximum_turns: 30, documents: [] },
    needed: ['purpose', 'instruction'],
    note: 'It begins with the core toolkit and nothing else: what it needs beyond that it asks for, task by task.',
  },
  processes: {
    content: { summary: '', parameters: { type: 'object', properties: {} } },
    needed: ['summary'],
    note: 'The course of a process is code of Writ. A definition under another name is a description that agents can look up; nothing runs by it.',
  },
  documents: {
    content: { summary: '', text: '', keywords: [] },
    needed: ['summary', 'text'],
    note: 'Agents find it by its words, and get it whole where an agent names it among its documents.',
  },
};

/** @param {string} name @param {string} one what it would be @returns {string} why it cannot be a name; empty where it can */
export function nameProblem(name, one) {
  if (!name) {
    return `Give the ${one} a name.`;
  }
  if (/[\p{Cc}\p{Cf}]/u.test(name)) {
    return 'The name has characters that cannot be seen.';
  }
  return name.length > 200 ? 'The name is longer than 200 characters.' : '';
}

/** The fields that must say something and do not. @param {string} kind @param {Record<string, any>} content @returns {string[]} */
export const missing = (kind, content) => BEGINNINGS[kind].needed.filter((name) => typeof content[name] !== 'string' || !content[name].trim());
