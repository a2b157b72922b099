/**
 * What somebody is writing, kept in this tab until it is saved: leaving the page by mistake loses nothing.
 *
 * @typedef {{version: number, base: Record<string, any>, content: Record<string, any>, text: string, reason: string, raw: boolean}} Draft
 * `base` is the content it began with; `text` counts where `raw` is true
 */

const name = (path) => `writ-draft ${path}`;

/** @param {string} path @returns {Draft | null} */
export function keptDraft(path) {
  try {
    return JSON.parse(sessionStorage.getItem(name(path)) ?? 'null');
  } catch {
    return null;
  }
}

/** @param {string} path @param {Draft} draft */
export const keepDraft = (path, draft) => sessionStorage.setItem(name(path), JSON.stringify(draft));

/** @param {string} path */
export const dropDraft = (path) => sessionStorage.removeItem(name(path));

/** The content as it is written now, in fields or as JSON. @param {Draft} draft @returns {Record<string, any>} @throws {Error} where it is no JSON object */
export function written({ raw, content, text }) {
  if (!raw) {
    return content;
  }
  let read;
  try {
    read = JSON.parse(text);
  } catch (error) {
    throw new Error(`This is not JSON: ${error.message}.`);
  }
  if (read === null || typeof read !== 'object' || Array.isArray(read)) {
    throw new Error('The content of a definition is a JSON object: { … }.');
  }
  return read;
}
