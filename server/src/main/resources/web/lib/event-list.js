import { get } from './api.js';
import { eventWords } from './event-words.js';
import { stream } from './stream.js';

const PAGE = 200;
/** Of what streams in; what was left out is asked for again when somebody scrolls there. */
const MOST_FOLLOWED = 1000;
const MOST_HELD = PAGE;

/**
 * @typedef {{type: string, kind: string, entity: string, tree: string, task: string, from: string, until: string}} Wanted
 * @typedef {{seq: number, at: string, type: string, kind: string, actor: string, outcome: string, words: string}} Row
 */

/** @param {import('./stream.js').WritEvent & {kind: string}} event @returns {Row} only what a row shows, so that many are light */
const rowOf = (event) => ({ seq: event.seq, at: event.at, type: event.type, kind: event.kind, actor: event.actor, outcome: event.outcome, words: eventWords(event) });

/** As the server decides. @param {any} event @param {Wanted} wanted */
const fits = (event, { type, kind, entity, tree, task, from, until }) =>
  (!type || event.type === type || event.type.startsWith(`${type}.`)) && (!kind || event.kind === kind) && (!entity || event.entity === entity)
  && (!tree || event.tree === tree) && (!task || event.task === task)
  && (!from || Date.parse(event.at) >= Date.parse(from)) && (!until || Date.parse(event.at) < Date.parse(until));

/** The newest events that fit, and more of them on demand; what comes is put on top, or held while somebody reads. */
export class EventList {
  /** @type {Row[]} newest first */
  rows = [];
  /** How many were put on top since the list was read. */
  added = 0;
  /** How many have come and are not shown. */
  fresh = 0;
  loading = true;
  whole = false;
  /** @type {Error | null} */
  error = null;
  #held = /** @type {Row[]} */ ([]);
  #wanted = /** @type {Wanted} */ ({});
  #asked = 0;

  /** @param {import('lit').ReactiveControllerHost} host @param {() => boolean} holds whether what comes waits */
  constructor(host, holds) {
    this.host = host;
    this.holds = holds;
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

  /** @param {Wanted} wanted */
  show(wanted) {
    this.#wanted = wanted;
    return this.reload();
  }

  /** From the newest one on. */
  async reload() {
    this.#held = [];
    this.fresh = 0;
    await this.#read('');
  }

  more() {
    return this.loading || this.whole || this.error || !this.rows.length ? undefined : this.#read(String(this.rows.at(-1).seq));
  }

  /** @param {string} before the number below which to go on; empty for the newest */
  async #read(before) {
    const asked = ++this.#asked;
    this.loading = true;
    this.host.requestUpdate();
    try {
      const page = await get('/events', { .../** @type {any} */ (this.#wanted), newest: true, limit: PAGE, before });
      if (asked !== this.#asked) {
        return;
      }
      this.rows = before ? [...this.rows, ...page.map(rowOf)] : page.map(rowOf);
      this.whole = page.length < PAGE;
      this.error = null;
    } catch (error) {
      if (asked !== this.#asked) {
        return;
      }
      this.error = /** @type {Error} */ (error);
    }
    this.loading = false;
    this.host.requestUpdate();
    if (!this.holds()) {
      this.follow();
    }
  }

  /** @param {Event} event */
  handleEvent(event) {
    if (event.type === 'reset') {
      // Some were missed: the list has a gap unless it is read anew.
      this.fresh = Math.max(1, this.fresh);
      this.#held = [];
      return this.#arrived();
    }
    const found = /** @type {CustomEvent} */ (event).detail.filter((one) => fits(one, this.#wanted));
    if (found.length) {
      this.fresh += found.length;
      this.#held.push(...found.slice(-MOST_HELD).map(rowOf));
      this.#held.splice(0, this.#held.length - MOST_HELD);
      this.#arrived();
    }
  }

  #arrived() {
    if (this.holds()) {
      this.host.requestUpdate();
    } else {
      this.follow();
    }
  }

  /** Shows what was held. More than was kept is read anew. */
  follow() {
    if (this.loading || !this.fresh) {
      return;
    }
    if (this.fresh > this.#held.length) {
      this.reload();
      return;
    }
    const newest = this.rows[0]?.seq ?? 0;
    const added = this.#held.filter(({ seq }) => seq > newest).reverse();
    this.rows = [...added, ...this.rows];
    this.added += added.length;
    if (this.rows.length > MOST_FOLLOWED + PAGE) {
      this.rows.length = MOST_FOLLOWED;
      this.whole = false;
    }
    this.#held = [];
    this.fresh = 0;
    this.host.requestUpdate();
  }
}
