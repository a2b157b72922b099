import { query } from './router.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Periods that end now. @type {Record<string, {name: string, millis: number}>} */
export const PERIODS = {
  hour: { name: 'Last hour', millis: HOUR },
  day: { name: 'Last day', millis: 24 * HOUR },
  week: { name: 'Last week', millis: 7 * 24 * HOUR },
  month: { name: 'Last 30 days', millis: 30 * 24 * HOUR },
};

/**
 * The period of the page's address: one that ends now by its name, or two times.
 *
 * @param {string} usual its name where the address says nothing; empty for all time
 * @returns {{name: string, from: string, until: string}} times in ISO 8601, empty for open ends
 */
export function periodOf(usual) {
  const [from, until] = [query('from'), query('until')];
  if (from || until) {
    return { name: 'custom', from, until };
  }
  const name = PERIODS[query('period')] || query('period') === 'custom' ? query('period') : usual;
  const known = PERIODS[name];
  return { name, from: known ? new Date(Date.now() - known.millis).toISOString() : '', until: '' };
}

/** @param {string} time ISO 8601 @returns {string} as a field of the type datetime-local has it, in this browser's zone */
export function localTime(time) {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : new Date(date.getTime() - date.getTimezoneOffset() * MINUTE).toISOString().slice(0, 16);
}

/** @param {string} local @returns {string} */
export const isoTime = (local) => (local ? new Date(local).toISOString() : '');
