import { html } from 'lit';
import { plural, span } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import './count-down.js';
import './decision-form.js';
import './reach-facts.js';
import { scopeList } from './scope-list.js';
import './time-ago.js';

/** Nothing that was typed before the card was there counts as an answer. */
const SETTLE_MILLIS = 600;

/** What an agent asks for, why, and with which limits; deny comes first, and no single key approves. */
class ApprovalCard extends LightElement {
  static properties = { approval: { attribute: false }, before: { attribute: false }, onItsPage: { type: Boolean }, choice: { state: true } };

  constructor() {
    super();
    /** @type {'' | 'deny' | 'narrow' | 'approve'} */
    this.choice = '';
    this.bornAt = performance.now();
  }

  render() {
    const asked = this.approval;
    const most = asked.first_yes ?? asked;
    const title = `title-${asked.id}`;
    return html`<article class="card ask" aria-labelledby=${title}>
      <div class="spread"><h2 id=${title}>${asked.agent} asks for ${asked.tool}</h2>
        <span class="tag wait">denies itself in <count-down .until=${asked.expires_at} .over=${'a moment'}></count-down></span></div>
      <dl class="terms">
        <dt>May</dt><dd>${asked.operations.length ? asked.operations.map((operation) => html`<code>${operation}</code> `) : html`every operation of <code>${asked.tool}</code>`}</dd>
        <dt>Only</dt><dd>${Object.keys(most.scope).length ? scopeList(most.scope) : 'no limits of its own'}</dd>
        <dt>For</dt><dd>${span(most.duration_seconds)}</dd>
        <dt>Because</dt><dd><q>${asked.reason}</q> <span class="tiny quiet nowrap">said by the agent</span></dd>
        <dt>Why you</dt><dd>${asked.why_asked}</dd>
        ${asked.alike?.length ? html`<dt>Also for</dt><dd>${plural(asked.alike.length, 'other task')} of this request that ${asked.alike.length === 1 ? 'waits' : 'wait'} for the same</dd>` : ''}
        ${asked.two_people ? html`<dt>Two people</dt><dd>${this.#twoPeople()}</dd>` : ''}
        <dt>Before</dt><dd>${this.#before()}</dd>
      </dl>
      <reach-facts .approval=${asked.id}></reach-facts>
      ${this.choice ? html`<decision-form .approval=${asked} .choice=${this.choice} @back=${this.#back}></decision-form>`
        : html`<div class="acts"><button ${needs('approver')} class="btn bad" data-deny data-row @click=${(event) => this.#choose(event, 'deny')}>Deny…</button>
            <button ${needs('approver')} class="btn" @click=${(event) => this.#choose(event, 'narrow')}>Narrow…</button>
            <button ${needs('approver')} class="btn" @click=${(event) => this.#choose(event, 'approve')}>Approve…</button>
            ${this.onItsPage ? '' : html`<a class="link small" href=${`/tasks/${asked.tree}?at=${asked.task}`}>See what it is doing</a>`}</div>`}
    </article>`;
  }

  #twoPeople() {
    const first = this.approval.first_yes;
    return first
      ? html`<b>${first.by.replace(/^person:/, '')}</b> agreed <time-ago .time=${first.at}></time-ago>; somebody else has to as well, to this much at most`
      : 'have to agree; the first yes grants nothing yet';
  }

  #before() {
    const alike = (this.before ?? []).filter((other) => other.id !== this.approval.id && other.tool === this.approval.tool && other.agent === this.approval.agent);
    if (!alike.length) {
      return 'never asked for this tool';
    }
    const count = (state) => alike.filter((other) => other.state === state).length;
    return `${plural(alike.length, 'request')} of this agent for this tool: ${count('approved')} approved, ${count('denied')} denied, ${count('expired')} expired`;
  }

  /** @param {MouseEvent} event a click by the keyboard has no clicks in its detail */
  #choose(event, choice) {
    if (event.detail === 0 && performance.now() - this.bornAt < SETTLE_MILLIS) {
      return;
    }
    this.choice = choice;
  }

  #back() {
    this.choice = '';
    this.updateComplete.then(() => this.querySelector('[data-deny]')?.focus());
  }
}

customElements.define('approval-card', ApprovalCard);
