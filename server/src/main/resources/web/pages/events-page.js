import { html } from 'lit';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/event-detail.js';
import { clear } from '../elements/event-filter.js';
import '../elements/event-rows.js';
import '../elements/export-list.js';
import { problem } from '../elements/problem.js';
import '../elements/saved-filters.js';
import { get } from '../lib/api.js';
import { writCommand } from '../lib/commands.js';
import { EventList } from '../lib/event-list.js';
import { plural } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { useKeys } from '../lib/keys.js';
import { LightElement } from '../lib/light.js';
import { periodOf } from '../lib/period.js';
import { go, query, router } from '../lib/router.js';

/** A little, so that the end of a bounce does not count as reading. */
const AT_THE_TOP = 8;
/** As many as the server gives at once. */
const MOST_TAKEN = 10_000;

/** The log: everything that happened, newest first and live, and one event whole beside it. */
class EventsPage extends LightElement {
  static properties = { seq: { attribute: false }, paused: { state: true } };
  list = new EventList(this, () => this.paused || this.#reads());
  #filter = '?';
  #place = 0;

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
    this.scrolled = () => this.list.fresh && !this.paused && !this.#reads() && this.list.follow();
    addEventListener('scroll', this.scrolled, { passive: true });
    this.forget = useKeys([
      { keys: 'p', what: 'Pause the log, or let it go on', run: () => this.#pause() },
      { keys: '/', what: 'Filter the log', run: () => this.#focus('#event-type') },
      { keys: ']', what: 'The event after the open one', run: () => this.seq && go(this.#href(Number(this.seq) + 1)) },
      { keys: '[', what: 'The event before the open one', run: () => this.seq && go(this.#href(Math.max(1, Number(this.seq) - 1))) },
      { keys: 'Escape', what: 'Close the open event', run: () => this.seq && go(`/events${location.search}`) },
    ]);
    this.handleEvent();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
    removeEventListener('scroll', this.scrolled);
    this.forget();
  }

  handleEvent() {
    if (this.#filter !== location.search) {
      this.#filter = location.search;
      const { from, until } = periodOf('');
      this.wanted = { type: query('type'), kind: query('kind'), entity: query('entity'), task: query('task'), tree: query('tree'), from, until };
      this.list.show(this.wanted);
    }
    this.requestUpdate();
  }

  /** Nothing moves under the eyes of somebody who is further down, or who has a row in hand. */
  #reads() {
    const rows = this.querySelector('event-rows');
    return scrollY > AT_THE_TOP || Boolean(rows?.contains(document.activeElement));
  }

  /** @param {number} seq */
  #href(seq) {
    return `/events/${seq}${location.search}`;
  }

  #focus(selector) {
    /** @type {HTMLElement | null} */ (this.querySelector(selector))?.focus();
  }

  #pause() {
    this.paused = !this.paused;
    if (!this.paused && !this.#reads()) {
      this.list.follow();
    }
  }

  #toTop() {
    scrollTo(0, 0);
    this.#focus('.pause');
    this.list.follow();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('seq') && !changed.get('seq')) {
      this.#place = scrollY;
    }
  }

  /** On a small screen the open event has the page to itself. @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has('seq') || !matchMedia('(max-width: 1060px)').matches) {
      return;
    }
    if (this.seq) {
      scrollTo(0, 0);
      this.#focus('#event-title');
    } else if (changed.get('seq')) {
      scrollTo(0, this.#place);
      this.#focus(`event-rows a[href^="/events/${changed.get('seq')}"]`);
    }
  }

  render() {
    const { rows, fresh, loading, whole, error } = this.list;
    return html`<h1 class="unseen">Events</h1>
      <div class="log-two ${this.seq ? 'opened' : ''}"><div class="log-list">
        <event-filter .now=${location.search} .more=${html`<button type="button" class="btn pause" aria-pressed=${Boolean(this.paused)}
          @click=${() => this.#pause()}>${icon(this.paused ? 'open' : 'held')} ${this.paused ? 'Paused: go on' : 'Pause'}</button>`}></event-filter>
        <saved-filters page="events" .now=${location.search}></saved-filters>
        <span class="unseen" role="status">${this.seq ? `Event ${this.seq} is shown` : ''}</span>
        ${fresh ? html`<button class="btn pri pill" @click=${() => this.#toTop()}>${plural(fresh, 'new event')}</button>` : ''}
        ${error ? problem(error, () => this.list.reload()) : ''}
        <section class="card log" aria-label="The log">${rows.length ? html`<event-rows .rows=${rows} .added=${this.list.added} .open=${Number(this.seq)} .whole=${whole}
            .hrefOf=${(seq) => this.#href(seq)} .query=${location.search} @more=${() => this.list.more()}></event-rows>` : error ? '' : loading ? bones(8) : this.#nothing()}</section>
        <div class="foot-row"><p class="quiet small">${!rows.length ? '' : whole ? `${plural(rows.length, 'event')}, and no older ${rows.length === 1 ? 'one' : 'ones'}.` : loading ? 'Older ones are on their way.' : 'Older ones come as you scroll.'}</p>
          <div class="offers"><copy-as .cli=${this.#command()} .request=${{ path: '/events', query: this.#whole() }}></copy-as>
            <export-list .rows=${rows} .ask=${() => get('/events', this.#whole())} .name=${'events'}></export-list></div></div></div>
        ${this.seq ? html`<event-detail .seq=${this.seq} .closing=${`/events${location.search}`} .hrefOf=${(seq) => this.#href(seq)}></event-detail>` : ''}</div>`;
  }

  /** What is taken out: more than the page has, and with all of each event's data. */
  #whole() {
    return { ...this.wanted, newest: true, limit: MOST_TAKEN };
  }

  /** Where the command can say the same. */
  #command() {
    const { type, kind, entity, tree, ...others } = this.wanted;
    const flags = Object.entries({ type, kind, entity, tree }).filter(([, value]) => value).flatMap(([name, value]) => [`--${name}`, value]);
    return Object.values(others).some(Boolean) ? '' : writCommand('events', 'ls', ...flags);
  }

  #nothing() {
    return location.search
      ? empty('No event fits', 'Nothing of this kind is on record for this time. Types are matched whole, or by their first part: “tool” finds “tool.denied”.', html`<button class="btn" @click=${clear}>Show all events</button>`)
      : empty('Nothing has happened yet', 'Every change, every call and every refusal is written here in the moment it happens. Hand in a request to see the first ones.', html`<a class="btn pri" href="/tasks?new=1">New request</a>`);
  }
}

customElements.define('events-page', EventsPage);
