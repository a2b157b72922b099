/** How definitions, tools and servers stand: a word, an icon and a tone. @typedef {import('./states.js').Look} Look */

/** @type {Record<string, Look>} */
const STATUS = {
  active: { word: 'in use', icon: 'done', tone: 'good' },
  inactive: { word: 'switched off', icon: 'denied', tone: '' },
  suspended: { word: 'suspended', icon: 'asks', tone: 'wait' },
  absent: { word: 'not offered', icon: 'past', tone: '' },
};

/** @type {Record<string, Look>} */
const LEVEL = {
  minimal: { word: 'minimal', icon: 'past', tone: '' },
  standard: { word: 'standard', icon: 'live', tone: 'run' },
  elevated: { word: 'elevated', icon: 'asks', tone: 'wait' },
};

/** @type {Record<string, Look>} */
const SERVER = {
  ready: { word: 'ready', icon: 'done', tone: 'good' },
  starting: { word: 'starting', icon: 'run', tone: 'run' },
  draining: { word: 'ending', icon: 'wait', tone: 'wait' },
  resting: { word: 'failed', icon: 'failed', tone: 'bad' },
  stopped: { word: 'asleep', icon: 'past', tone: '' },
  held: { word: 'stopped', icon: 'held', tone: 'wait' },
  missing: { word: 'missing', icon: 'failed', tone: 'bad' },
};

/** @type {Record<string, Look>} */
const CHECK = {
  ok: { word: 'fine', icon: 'done', tone: 'good' },
  warning: { word: 'remark', icon: 'asks', tone: 'wait' },
  missing: { word: 'missing', icon: 'failed', tone: 'bad' },
};

/** @type {Record<string, Look>} */
const TOKEN = {
  live: { word: 'live', icon: 'live', tone: 'run' },
  expired: { word: 'expired', icon: 'past', tone: '' },
  revoked: { word: 'revoked', icon: 'denied', tone: 'bad' },
};

/** @param {Record<string, Look>} looks @returns {(state: string) => Look} */
const from = (looks) => (state) => looks[state] ?? { word: String(state).replaceAll('_', ' '), icon: 'past', tone: '' };

export const statusLook = from(STATUS);
export const levelLook = from(LEVEL);
export const serverLook = from(SERVER);
export const checkLook = from(CHECK);
export const tokenLook = from(TOKEN);
