/**
 * How states are shown: a word, an icon and a tone, never a colour alone.
 *
 * @typedef {{word: string, icon: string, tone: '' | 'run' | 'good' | 'wait' | 'bad'}} Look
 */

/** @type {Record<string, Look>} */
const TASK = {
  created: { word: 'queued', icon: 'queued', tone: '' },
  process_assigned: { word: 'starting', icon: 'run', tone: 'run' },
  ready_for_agent: { word: 'running', icon: 'run', tone: 'run' },
  agent_responding: { word: 'thinking', icon: 'run', tone: 'run' },
  tool_processing: { word: 'using a tool', icon: 'run', tone: 'run' },
  waiting_on_dependencies: { word: 'waiting', icon: 'wait', tone: 'wait' },
  manual_hold: { word: 'held', icon: 'held', tone: 'wait' },
  completed: { word: 'done', icon: 'done', tone: 'good' },
  failed: { word: 'failed', icon: 'failed', tone: 'bad' },
  cancelled: { word: 'cancelled', icon: 'denied', tone: '' },
};

/** @type {Record<string, Look>} */
const GRANT = {
  live: { word: 'live', icon: 'live', tone: 'run' },
  expired: { word: 'expired', icon: 'past', tone: '' },
  revoked: { word: 'revoked', icon: 'denied', tone: 'bad' },
  used_up: { word: 'used up', icon: 'done', tone: '' },
  unused: { word: 'never used', icon: 'past', tone: '' },
  task_ended: { word: 'ended', icon: 'past', tone: '' },
};

/** @type {Record<string, Look>} */
const APPROVAL = {
  pending: { word: 'waits for you', icon: 'wait', tone: 'wait' },
  approved: { word: 'approved', icon: 'done', tone: 'good' },
  denied: { word: 'denied', icon: 'denied', tone: 'bad' },
  expired: { word: 'expired', icon: 'past', tone: '' },
};

/** @type {Record<string, Look>} */
const CALL = {
  succeeded: { word: 'done', icon: 'done', tone: 'good' },
  failed: { word: 'failed', icon: 'failed', tone: 'bad' },
  denied: { word: 'denied', icon: 'denied', tone: 'bad' },
  started: { word: 'running', icon: 'run', tone: 'run' },
};

/** @param {Record<string, Look>} looks @param {string} state @returns {Look} */
const look = (looks, state) => looks[state] ?? { word: state.replaceAll('_', ' '), icon: 'past', tone: '' };

export const taskLook = (/** @type {string} */ state) => look(TASK, state);
export const grantLook = (/** @type {string} */ state) => look(GRANT, state);
export const approvalLook = (/** @type {string} */ state) => look(APPROVAL, state);
export const callLook = (/** @type {string} */ state) => look(CALL, state);

/** @param {string} state whether a task is over */
export const isOver = (state) => state === 'completed' || state === 'failed' || state === 'cancelled';
