import { get } from './api.js';
import { stream } from './stream.js';

const PAGE = 5000;

/** All events of one tree: what was before, and what comes. */
export class TreeLog {
  /** @type {import('./stream.js').WritEvent[]} */
  events = [];
  error = null;
  tree = '';
  #readUntil = 0;

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
    const known = new Set(this.events.map(({ seq }) => seq));
    const fresh = found.filter(({ seq, tree }) => tree === this.tree && !known.has(seq));
    if (fresh.length) {
      this.events = [...this.events, ...fresh].sort((one, other) => one.seq - other.seq);
      this.host.requestUpdate();
    }
  }
}
