import { stream } from './stream.js';

const SETTLE_MILLIS = 120;

/**
 * Keeps what a part of the page shows in step with the server: asks at once, and again whenever something happened that
 * concerns it. Many events in a row are one question, and there is never more than one on the way.
 * What is dear to ask for is asked for less often.
 *
 * @template T
 */
export class Loader {
  /** @type {T | undefined} */
  value;
  /** @type {Error | null} */
  error = null;
  #due = 0;
  #onTheWay = false;
  #stale = false;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => Promise<T>} ask
   * @param {(event: import('./stream.js').WritEvent) => boolean} concerns
   * @param {number} [settle] how long after the first of those events it is asked again, in milliseconds
   */
  constructor(host, ask, concerns, settle = SETTLE_MILLIS) {
    this.host = host;
    this.ask = ask;
    this.concerns = concerns;
    this.settle = settle;
    host.addController(this);
  }

  hostConnected() {
    stream.addEventListener('events', this);
    stream.addEventListener('reset', this);
    this.reload();
  }

  hostDisconnected() {
    stream.removeEventListener('events', this);
    stream.removeEventListener('reset', this);
    clearTimeout(this.#due);
    this.#due = 0;
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (!this.#due && (event.type === 'reset' || /** @type {CustomEvent} */ (event).detail.some(this.concerns))) {
      this.#due = setTimeout(() => {
        this.#due = 0;
        this.reload();
      }, this.settle);
    }
  }

  async reload() {
    if (this.#onTheWay) {
      this.#stale = true;
      return;
    }
    this.#onTheWay = true;
    try {
      this.value = await this.ask();
      this.error = null;
    } catch (error) {
      this.error = /** @type {Error} */ (error);
    }
    this.#onTheWay = false;
    this.host.requestUpdate();
    if (this.#stale) {
      this.#stale = false;
      this.reload();
    }
  }
}
