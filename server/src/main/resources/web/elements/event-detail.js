import { html } from 'lit';
import { get } from '../lib/api.js';
import { writCommand } from '../lib/commands.js';
import { eventLook } from '../lib/event-words.js';
import { duration } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { plain } from '../lib/plain.js';
import './copy-as.js';
import './copy-button.js';
import { bones } from './empty.js';
import { problem } from './problem.js';
import { tag } from './tag.js';
import './text-block.js';
import './time-ago.js';

/** One event, whole: who did what to what, because of what, with all of its data as text. */
class EventDetail extends LightElement {
  static properties = { seq: { attribute: false }, closing: { attribute: false }, hrefOf: { attribute: false }, event: { state: true }, error: { state: true } };

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('seq')) {
      this.#ask();
    }
  }

  async #ask() {
    const { seq } = this;
    this.error = null;
    if (this.event?.seq !== Number(seq)) {
      this.event = null;
    }
    try {
      const event = await get(`/events/${encodeURIComponent(seq)}`);
      if (seq === this.seq) {
        this.event = event;
      }
    } catch (error) {
      if (seq === this.seq) {
        this.error = error;
      }
    }
  }

  render() {
    const { event, error } = this;
    return html`<aside class="card event" aria-labelledby="event-title"><header><h2 id="event-title" tabindex="-1">Event ${plain(this.seq)}</h2>
        <span class="row ways"><a class="btn flat lean" href=${this.hrefOf(Number(this.seq) + 1)} title="The event after it, ]">Newer</a>
        <a class="btn flat lean" href=${this.hrefOf(Math.max(1, Number(this.seq) - 1))} title="The event before it, [">Older</a>
        <a class="btn lean" href=${this.closing} title="Close, Escape">Close</a></span></header>
      <div class="body">${error ? problem(error, () => this.#ask()) : event ? this.#event(event) : bones(5)}</div></aside>`;
  }

  #event(event) {
    const look = eventLook(event);
    return html`<div class="row"><bdi class="mono name">${plain(event.type)}</bdi>${look ? tag(look) : ''}</div>
      <dl class="terms small">
        ${term('When', html`${new Date(event.at).toLocaleString()} <span class="quiet">(<time-ago .time=${event.at}></time-ago>)</span><br><code>${plain(event.at)}</code>`)}
        ${term('About', html`${plain(event.kind).replaceAll('_', ' ')} ${event.kind === 'task' ? html`<a class="link" href=${`/tasks/${event.entity}`}>${plain(event.entity)}</a>` : html`<code>${plain(event.entity)}</code>`}`)}
        ${event.task ? term('In task', html`<a class="link mono" href=${`/tasks/${event.tree || event.task}?at=${event.task}`}>${plain(event.task)}</a>`) : ''}
        ${event.actor ? term('By', html`<bdi>${plain(event.actor)}</bdi>`) : ''}
        ${event.caused_by ? term('Because of', html`<code>${plain(event.caused_by)}</code>`) : ''}
        ${event.duration_micros ? term('Took', duration(event.duration_micros / 1_000_000)) : ''}
        ${Object.entries(event.data).map(([name, value]) => term(html`<bdi>${plain(name)}</bdi>`, value === '' ? html`<span class="quiet">empty</span>` : typeof value === 'object'
          ? html`<code class="value">${plain(JSON.stringify(value))}</code>` : html`<bdi class="value">${plain(value)}</bdi>`))}
      </dl>
      <div class="row">${about({ entity: event.entity }, 'All about it')}${event.task ? about({ task: event.task }, 'All of its task') : ''}${about({ type: event.type }, 'All of its type')}
        <copy-button label="Copy link" .text=${`${location.origin}/events/${event.seq}`}></copy-button></div>
      <copy-as .cli=${writCommand('events', 'get', String(event.seq))} .request=${{ path: `/events/${event.seq}` }}></copy-as>
      <h3 class="small">As JSON</h3>
      <text-block .label=${'The event as JSON'} .most=${60} .text=${plain(JSON.stringify(event, null, 2))}></text-block>`;
  }
}

/** @param {unknown} name @param {unknown} value */
const term = (name, value) => html`<dt>${name}</dt><dd>${value}</dd>`;

/** @param {Record<string, string>} values @param {string} words */
const about = (values, words) => html`<a class="btn lean" href=${`/events?${new URLSearchParams(values)}`}>${words}</a>`;

customElements.define('event-detail', EventDetail);
