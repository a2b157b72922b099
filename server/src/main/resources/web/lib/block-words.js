/**
 * How the blocks of a context are worded.
 *
 * @typedef {object} Block
 * @property {string} kind `instruction`, `document`, `request`, `reply`, `result` or `function`
 * @property {string} title
 * @property {string} origin `writ`, `person`, `agent`, `tool` or `outside`
 * @property {string} integrity `trusted` or `untrusted`
 * @property {string} confidentiality `public` or `private`
 * @property {number} tokens
 * @property {string} at
 * @property {string} change `same`, `added` or `changed`
 * @property {string} text
 */

const KINDS = { instruction: 'Instruction', document: 'Document', request: 'Message', reply: 'Answer of the model', result: 'Tool result', function: 'Tool description' };
const ORIGINS = {
  writ: { word: 'Writ', icon: 'done', tone: '' },
  person: { word: 'a person', icon: 'live', tone: 'run' },
  agent: { word: 'an agent', icon: 'run', tone: '' },
  tool: { word: 'a tool', icon: 'past', tone: '' },
  outside: { word: 'outside', icon: 'denied', tone: 'wait' },
};

/** @param {Block} block */
export const kindWord = ({ kind }) => KINDS[kind] ?? kind;

/** Who wrote a block, and whether its words may be anybody's. @param {Block} block @returns {import('./states.js').Look} */
export function originLook({ origin, integrity }) {
  const look = ORIGINS[origin] ?? { word: origin, icon: 'past', tone: '' };
  return integrity === 'untrusted' ? { word: `${look.word} · untrusted`, icon: 'denied', tone: 'wait' } : look;
}

/** @param {Block} block whether it is shown as words that nobody here vouches for */
export const isUntrusted = ({ integrity }) => integrity === 'untrusted';

/** @param {Block} block */
export const titleOf = ({ kind, title }) => {
  if (kind === 'request') {
    return title === 'user' ? 'You' : title;
  }
  return kind === 'function' || kind === 'result' ? title.replace('__', '.') : title;
};

/** What the difference to the step before comes to. @param {Block[]} blocks @param {string[]} removed @param {number} step */
export function changeWords(blocks, removed, step) {
  const count = (test) => blocks.filter(test).length;
  const parts = [
    [count((block) => block.change === 'added' && block.kind !== 'function'), 'new message', 'new messages'],
    [count((block) => block.change === 'added' && block.kind === 'function'), 'new tool', 'new tools'],
    [count((block) => block.change === 'changed'), 'tool with other words', 'tools with other words'],
    [removed.length, 'tool gone', 'tools gone'],
  ].filter(([number]) => number).map(([number, one, many]) => `${number} ${number === 1 ? one : many}`);
  return parts.length ? `Since step ${step - 1}: ${parts.join(', ')}.` : `Nothing else than at step ${step - 1}.`;
}
