/**
 * @typedef {object} Shortcut
 * @property {string} keys for instance `?`, `j` or `g t` (one after the other)
 * @property {string} what what it does, for the sheet
 * @property {() => void} run
 */

/** Everything that keys do now. Nothing here approves, denies or revokes: keys only move. @type {Set<Shortcut>} */
const shortcuts = new Set();
let first = '';
let firstAt = 0;

/** @param {Shortcut[]} added @returns {() => void} takes them away again */
export function useKeys(added) {
  added.forEach((shortcut) => shortcuts.add(shortcut));
  return () => added.forEach((shortcut) => shortcuts.delete(shortcut));
}

/** @returns {Shortcut[]} */
export const knownKeys = () => [...shortcuts];

/** Where the bar at the top of every page ends, in pixels. */
const UNDER_THE_BAR = 48;
const TYPING = 'input, textarea, select, [contenteditable]';

/** @param {KeyboardEvent} event */
function press(event) {
  const target = /** @type {Element} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.closest(TYPING) || document.querySelector('dialog[open]')) {
    first = '';
    return;
  }
  const sequence = first && event.timeStamp - firstAt < 1000 ? `${first} ${event.key}` : event.key;
  const found = [...shortcuts].find((shortcut) => shortcut.keys === sequence);
  const begun = [...shortcuts].some((shortcut) => shortcut.keys.startsWith(`${sequence} `));
  first = begun ? sequence : '';
  firstAt = event.timeStamp;
  if (found) {
    event.preventDefault();
    found.run();
  }
}

/** Moves the focus to the next or the one before of what the page marks as rows. @param {1 | -1} step */
export function moveRow(step) {
  const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('main [data-row]')])
    .filter((row) => row.offsetParent !== null);
  const now = rows.findIndex((row) => row.contains(document.activeElement));
  const seen = rows.findIndex((row) => row.getBoundingClientRect().top > UNDER_THE_BAR);
  const next = rows[now < 0 ? (step > 0 ? Math.max(0, seen) : rows.length - 1) : Math.min(rows.length - 1, Math.max(0, now + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}

addEventListener('keydown', press);
useKeys([
  { keys: 'j', what: 'Next row', run: () => moveRow(1) },
  { keys: 'k', what: 'Previous row', run: () => moveRow(-1) },
]);
