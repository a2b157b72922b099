/** Ways from a number to what it counts. */

/** A percentile may be told this much too high. */
const COARSE = 1.033;

/**
 * @param {string} events as the API names it: the path of what is behind a number
 * @param {Record<string, string | number>} [more] narrows it
 * @returns {string} the page that lists it
 */
export function behind(events, more = {}) {
  const query = new URLSearchParams(events.slice(events.indexOf('?') + 1));
  Object.entries(more).forEach(([name, value]) => query.set(name, String(value)));
  return `/timings?${query}`;
}

/** @param {string} events @param {number} micros @returns {string} the page of those that took at least so long */
export const slowerThan = (events, micros) => behind(events, { at_least_micros: Math.floor(micros / COARSE) });
