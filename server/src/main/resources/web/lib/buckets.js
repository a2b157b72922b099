const HOUR = 3_600_000;
/** More bars than this can be told apart by nobody. */
const MOST = 400;

/**
 * The stretches of a period, with what is on record for each.
 *
 * @template {{at: string}} T
 * @param {{from: string, until: string}} period
 * @param {string} grain `hour` or `day`, of UTC
 * @param {T[]} series
 * @returns {{from: string, until: string, value: T | null}[]} null where there is nothing on record
 */
export function buckets({ from, until }, grain, series) {
  const step = grain === 'day' ? 24 * HOUR : HOUR;
  const known = new Map(series.map((one) => [Date.parse(one.at), one]));
  const found = [];
  for (let at = Math.floor(Date.parse(from) / step) * step; at < Date.parse(until) && found.length < MOST; at += step) {
    found.push({ from: new Date(at).toISOString(), until: new Date(at + step).toISOString(), value: known.get(at) ?? null });
  }
  return found;
}

const DAY_NAME = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short', timeZone: 'UTC' });
const HOUR_NAME = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hour12: false });

/** @param {string} at @param {string} grain @returns {string} days are those of UTC, hours are told in this browser's zone */
export const bucketName = (at, grain) => (grain === 'day' ? DAY_NAME : HOUR_NAME).format(new Date(at));
