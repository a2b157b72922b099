import { get } from './api.js';
import { stream } from './stream.js';

const PAGE = 5000;

/** All events of one tree: what was before, and what comes. */
export class TreeLog {
  /** @type {import('./stream.js').WritEvent[]} */
  events = [];
  error = null;
  tree = '';
  /** Grows whenever {@link events} became other than longer. */
  turn = 0;
  #readUntil = 0;
  /** @type {Set<number>} */
  #known = new Set();

  /** @param {import('lit').ReactiveControllerHost} host */
  constructor(host) {
    this.host = host;
    host.addController(this);
  }

  hostConnected() {
    stream.addEventListener('events', this);
    stream.addEventListener('reset', this);
  }

  hostDisconnected() {
    stream.removeEventListener('events', this);
    stream.removeEventListener('reset', this);
  }

  /** @param {string} tree */
  show(tree) {
    if (tree !== this.tree) {
      this.tree = tree;
      this.events = [];
      this.turn++;
      this.#known.clear();
      this.#readUntil = 0;
      this.#read();
    }
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === 'reset') {
      this.#read();
    } else {
      this.#add(/** @type {CustomEvent} */ (event).detail);
    }
  }

  async #read() {
    const { tree } = this;
    if (!tree) {
      return;
    }
    try {
      let page;
      do {
        page = await get(`/tasks/${tree}/log`, { after: this.#readUntil, limit: PAGE });
        if (tree === this.tree) {
          this.#add(page);
          this.#readUntil = page.at(-1)?.seq ?? this.#readUntil;
        }
      } while (page.length === PAGE);
      this.error = null;
    } catch (error) {
      this.error = error;
    }
    this.host.requestUpdate();
  }

  /** In order and each once, whether it was heard or read. @param {import('./stream.js').WritEvent[]} found */
  #add(found) {
    const fresh = found.filter(({ seq, tree }) => tree === this.tree && !this.#known.has(seq));
    if (!fresh.length) {
      return;
    }
    fresh.sort((one, other) => one.seq - other.seq);
    const follows = (this.events.at(-1)?.seq ?? 0) < fresh[0].seq;
    fresh.forEach(({ seq }) => this.#known.add(seq));
    this.events = [...this.events, ...fresh];
    if (!follows) {
      this.turn++;
      this.events.sort((one, other) => one.seq - other.seq);
    }
    this.host.requestUpdate();
  }
}
