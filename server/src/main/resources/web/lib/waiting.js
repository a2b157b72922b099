import { get } from './api.js';
import { stream } from './stream.js';

const SETTLE_MILLIS = 150;
/** What is open stays so, however old it is. */
export const EVER = '1970-01-01T00:00:00Z';

/** How much waits for a person, for the navigation and the title of the tab. Tells `change`. */
class Waiting extends EventTarget {
  #approvals = 0;
  #anomalies = 0;
  #improvements = 0;
  #incidents = 0;
  #started = false;
  /** The requests in which somebody waits. @type {Set<string>} */
  trees = new Set();

  /** @param {string} place @returns {{count: number, words: string}} */
  of(place) {
    this.#start();
    return { Approvals: { count: this.#approvals, words: 'waiting for you' }, Improvements: { count: this.#improvements, words: 'waiting for you' },
      Security: { count: this.#anomalies, words: 'open anomalies' },
      Incidents: { count: this.#incidents, words: 'incidents that go on' } }[place]
      ?? { count: 0, words: '' };
  }

  #start() {
    if (this.#started) {
      return;
    }
    this.#started = true;
    let due = 0;
    const soon = () => {
      clearTimeout(due);
      due = setTimeout(() => this.#ask(), SETTLE_MILLIS);
    };
    stream.addEventListener('reset', soon);
    stream.addEventListener('events', (event) => {
      const { detail } = /** @type {CustomEvent} */ (event);
      if (detail.some(({ type }) => /^(approval|message|anomaly|experiment|incident)\./.test(type))) {
        soon();
      }
    });
    this.#ask();
  }

  async #ask() {
    try {
      const [approvals, questions, anomalies, improvements, incidents] = await Promise.all([
        get('/approvals', { state: 'pending' }),
        get('/inbox', { state: 'asked' }),
        get('/anomalies', { state: 'open', from: EVER }),
        get('/improvements', { state: 'waiting' }),
        get('/incidents', { state: 'unended' }),
      ]);
      this.#approvals = approvals.length + questions.length;
      this.#anomalies = anomalies.length;
      this.#improvements = improvements.length;
      this.#incidents = incidents.length;
      this.trees = new Set([...approvals, ...questions].map(({ tree }) => tree));
      this.dispatchEvent(new CustomEvent('change'));
    } catch {
      // The page says by itself that the server does not answer; the next event asks again.
    }
  }
}

export const waiting = new Waiting();
