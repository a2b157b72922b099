import { access, get } from './api.js';

/**
 * @typedef {object} WritEvent what happened, as the server tells it
 * @property {number} seq its number
 * @property {string} type for instance `tool.denied`
 * @property {string} at
 * @property {string} tree
 * @property {string} task
 * @property {string} actor
 * @property {string} entity
 * @property {string} outcome
 * @property {number} duration_micros
 * @property {Record<string, any>} data
 */

const NAME = 'writ-stream';
const FRAME_MILLIS = 33;
const LONGEST_WAIT_MILLIS = 10_000;

/**
 * One live stream for all tabs of the browser: whichever tab holds the lock has the connection and passes on what it
 * hears; when it goes, another one takes over from the event it saw last. Each message names the event before it, so a
 * tab that missed one knows, and says `reset`: everything is to be asked for again.
 *
 * Tells `events` (a list of {@link WritEvent}, at most thirty times a second), `reset` and `state`.
 */
export class LiveStream extends EventTarget {
  #channel = new BroadcastChannel(NAME);
  #seen = 0;
  #leads = false;
  #state = 'connecting';
  /** @type {WritEvent[]} */
  #fresh = [];
  #failures = 0;

  /** @returns {'connecting' | 'live' | 'reconnecting'} */
  get state() {
    return /** @type {any} */ (this.#state);
  }

  /** The channel is open before the page asks for anything, so nothing falls between. */
  constructor() {
    super();
    this.#channel.onmessage = ({ data }) => this.#hear(data);
  }

  /** @param {number} lastEvent what the page has seen when it begins */
  start(lastEvent) {
    this.#seen = lastEvent;
    this.#channel.postMessage({ hello: true });
    navigator.locks.request(NAME, () => this.#lead());
  }

  /** Holds the lock, and with it the connection, for as long as the tab is there. */
  #lead() {
    this.#leads = true;
    this.#connect();
    return new Promise(() => {});
  }

  #connect() {
    const source = new EventSource(`/api/v1/stream?named=false&after=${this.#seen}`);
    let before = this.#seen;
    source.onopen = () => {
      this.#failures = 0;
      this.#tell({ state: 'live' });
    };
    source.onmessage = ({ data }) => {
      const event = JSON.parse(data);
      this.#tell({ before, event });
      before = event.seq;
    };
    source.onerror = () => {
      this.#tell({ state: 'reconnecting' });
      if (source.readyState === EventSource.CLOSED) {
        this.#again();
      }
    };
  }

  /** The browser has given up: the server refused. Whether because nobody is logged in any more, the next question tells. */
  #again() {
    const wait = Math.min(LONGEST_WAIT_MILLIS, 500 * 2 ** this.#failures++);
    setTimeout(async () => {
      try {
        await get('/session');
        this.#connect();
      } catch (error) {
        if (error.status !== 401) {
          this.#again();
        }
      }
    }, wait);
  }

  #tell(message) {
    this.#channel.postMessage(message);
    this.#hear(message);
  }

  #hear({ hello, state, before, event }) {
    if (hello) {
      if (this.#leads) {
        this.#channel.postMessage({ state: this.#state });
      }
    } else if (state) {
      this.#state = state;
      this.dispatchEvent(new CustomEvent('state'));
    } else if (event.seq > this.#seen) {
      if (before > this.#seen) {
        this.dispatchEvent(new CustomEvent('reset'));
      }
      this.#seen = event.seq;
      this.#collect(event);
    }
  }

  /** @param {WritEvent} event */
  #collect(event) {
    if (this.#fresh.push(event) === 1) {
      setTimeout(() => {
        const detail = this.#fresh;
        this.#fresh = [];
        this.dispatchEvent(new CustomEvent('events', { detail }));
      }, FRAME_MILLIS);
    }
  }
}

/** The page's stream. */
export const stream = new LiveStream();
access.addEventListener('signed-out', () => stream.dispatchEvent(new CustomEvent('state')));
