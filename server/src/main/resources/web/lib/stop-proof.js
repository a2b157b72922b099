/**
 * What the log says about the end of a request that was cancelled.
 *
 * @typedef {object} StopProof
 * @property {string} at
 * @property {string} by
 * @property {string} reason
 * @property {{name: string, ended: string, seconds: number}[]} calls that were under way, and how they ended
 * @property {number} models model calls that were broken off
 * @property {number} grants that ended with it
 * @property {number} begun calls that began afterwards
 */

const ENDS = /^tool\.(succeeded|failed|denied)$/;

/** @param {import('./stream.js').WritEvent[]} events of one tree, in order @param {string} task @returns {StopProof | null} */
export function stopProof(events, task) {
  const cancelled = events.find(({ type, entity }) => type === 'task.cancelled' && entity === task);
  if (!cancelled) {
    return null;
  }
  const before = events.filter(({ seq }) => seq < cancelled.seq);
  const after = events.filter(({ seq }) => seq > cancelled.seq);
  const open = new Map();
  const thinking = new Map();
  for (const event of before) {
    if (event.type === 'tool.started') {
      open.set(event.entity, event);
    } else if (ENDS.test(event.type)) {
      open.delete(event.entity);
    } else if (event.type === 'task.state_changed') {
      thinking.set(event.task, event.data.to === 'agent_responding');
    }
  }
  return {
    at: cancelled.at,
    by: cancelled.actor,
    reason: cancelled.data.reason ?? '',
    calls: [...open.values()].map(({ entity, data }) => ended(after, entity, data)),
    models: [...thinking.values()].filter(Boolean).length,
    grants: after.filter(({ type }) => type === 'grant.ended' || type === 'grant.revoked').length,
    begun: after.filter(({ type, data }) => type === 'tool.started' && data.attempt === undefined).length,
  };
}

function ended(after, call, { tool, operation }) {
  const end = after.find(({ type, entity }) => ENDS.test(type) && entity === call);
  const name = !tool || tool === 'core' ? operation : `${tool}.${operation}`;
  const words = !end ? 'no end on record yet' : end.data.code === 'cancelled' ? 'stopped' : end.outcome === 'succeeded' ? 'had just ended by itself' : end.data.message || end.outcome;
  return { name, ended: words, seconds: end ? end.duration_micros / 1e6 : 0 };
}
