/** What hides in text, or turns what stands beside it round: controls, zero width, bidirectional marks, tags. */
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

/** @param {string} found */
const code = (found) => [...Array(found.length).keys()].map((at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

/** @param {unknown} text what others wrote @returns {string} with everything that is not seen written as its code, as JSON does */
export const plain = (text) => String(text).replace(HIDDEN, code);

/** @param {string} text @param {number} most characters @returns {string} */
export const cut = (text, most) => (text.length > most ? `${text.slice(0, most)}…` : text);
