import { stream } from './stream.js';

const SETTLE_MILLIS = 120;

/**
 * Keeps what a part of the page shows in step with the server: asks at once, and again whenever something happened that
 * concerns it. Many events in a row are one question, and there is never more than one on the way.
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
   */
  constructor(host, ask, concerns) {
    this.host = host;
    this.ask = ask;
    this.concerns = concerns;
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
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === 'reset' || /** @type {CustomEvent} */ (event).detail.some(this.concerns)) {
      clearTimeout(this.#due);
      this.#due = setTimeout(() => this.reload(), SETTLE_MILLIS);
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
