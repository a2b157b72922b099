/** How values are written. */

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** @param {number} seconds @returns {string} for instance `4.2 s`, `3:04`, `2 h 10 m`, `5 d 3 h` */
export function duration(seconds) {
  const whole = Math.round(seconds);
  if (seconds < 0.0995) {
    return `${Math.max(0, Math.round(seconds * 1000))} ms`;
  }
  if (seconds < 9.95) {
    return `${seconds.toFixed(1)} s`;
  }
  if (whole < MINUTE) {
    return `${whole} s`;
  }
  if (whole < HOUR) {
    return `${Math.floor(whole / MINUTE)}:${String(whole % MINUTE).padStart(2, '0')}`;
  }
  return whole < 2 * DAY
    ? `${Math.floor(whole / HOUR)} h ${Math.floor((whole % HOUR) / MINUTE)} m`
    : `${Math.floor(whole / DAY)} d ${Math.floor((whole % DAY) / HOUR)} h`;
}

/** @param {number} seconds a length that somebody chose @returns {string} for instance `30 minutes`, `6 hours` */
export function span(seconds) {
  if (seconds % DAY === 0) {
    return plural(seconds / DAY, 'day');
  }
  if (seconds % HOUR === 0) {
    return plural(seconds / HOUR, 'hour');
  }
  return seconds % MINUTE === 0 ? plural(seconds / MINUTE, 'minute') : duration(seconds);
}

/** @param {string} from @param {string} [until] now where it is empty @returns {number} */
export const secondsBetween = (from, until = '') => ((until ? Date.parse(until) : Date.now()) - Date.parse(from)) / 1000;

/** @param {string} time @returns {string} for instance `3 min ago` */
export function ago(time) {
  const seconds = Math.max(0, secondsBetween(time));
  if (seconds < 5) {
    return 'just now';
  }
  if (seconds < MINUTE) {
    return `${Math.floor(seconds)} s ago`;
  }
  if (seconds < HOUR) {
    return `${Math.floor(seconds / MINUTE)} min ago`;
  }
  return seconds < DAY ? `${Math.floor(seconds / HOUR)} h ago` : `${Math.floor(seconds / DAY)} d ago`;
}

/** Made once: a formatter takes far longer to make than to use, and a list has many times. */
const CLOCK = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });
const DAY_OF_YEAR = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short' });

/** @param {string} time @returns {string} the clock, in this browser's zone; with the date where it is another day */
export function clock(time) {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) {
    return 'Invalid Date';
  }
  const hours = CLOCK.format(date);
  return date.toDateString() === new Date().toDateString() ? hours : `${DAY_OF_YEAR.format(date)}, ${hours}`;
}

const EXACT = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 });

/** @param {string} time @returns {string} to the thousandth of a second; of another day its date, to the second */
export function exactClock(time) {
  const date = new Date(time);
  const exact = EXACT.format(date);
  return date.toDateString() === new Date().toDateString() ? exact : `${DAY_OF_YEAR.format(date)} ${exact.slice(0, 8)}`;
}

/** @param {number} count of millionths of a second @returns {string} for instance `0.8 µs`, `12 ms`, `4.2 s` */
export function micros(count) {
  if (count < 999.5) {
    return `${count < 9.95 ? count.toFixed(1) : Math.round(count)} µs`;
  }
  return count < 9_950 ? `${(count / 1000).toFixed(1)} ms` : duration(count / 1_000_000);
}

/** @param {number} share from 0 to 1 @returns {string} never 100 % or 0 % where it is not quite so */
export function percent(share) {
  const value = share * 100;
  if (value > 99 && value < 100 || value > 0 && value < 1) {
    return `${value < 1 ? Math.max(0.1, Number(value.toFixed(1))) : Math.min(99.9, Number(value.toFixed(1)))} %`;
  }
  return `${Math.round(value)} %`;
}

/** @param {number} count @param {string} one @param {string} [many] */
export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** @param {number} count @returns {string} for instance `31 k` */
export function short(count) {
  if (count < 1000) {
    return String(count);
  }
  return count < 1_000_000 ? `${Math.round(count / 100) / 10} k` : `${Math.round(count / 100_000) / 10} M`;
}

/** @param {number} micros millionths of a dollar */
export const money = (micros) => `$${(micros / 1_000_000).toFixed(2)}`;

/** @param {string} actor as in `agent:worker` @returns {string} */
export const actorName = (actor) => {
  const [kind, name] = [actor.slice(0, actor.indexOf(':')), actor.slice(actor.indexOf(':') + 1)];
  return kind === 'person' && name === 'user' ? 'you' : name || actor;
};
