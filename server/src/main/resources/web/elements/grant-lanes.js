import { html, svg } from 'lit';
import { clock, duration, plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { scopeWords } from '../lib/scope-words.js';
import { grantLook } from '../lib/states.js';
import { onTick } from '../lib/ticker.js';
import { empty } from './empty.js';
import { tag } from './tag.js';

const LIVE = 'live';
/** Marks of a lane stand no closer than this, in percent: a thousand uses are no more to see than those that do not touch. */
const STEP = 0.25;

/** Power over time: each grant is a bar from when it was given to when it ended, each use a mark, each refusal a red one. */
class GrantLanes extends LightElement {
  static properties = { grants: { attribute: false }, approvals: { attribute: false }, calls: { attribute: false },
    from: { attribute: false }, until: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stop = onTick(() => !this.until && this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  render() {
    const asked = this.approvals.filter(({ state, grant }) => state !== 'approved' || !grant);
    if (!this.grants.length && !asked.length) {
      return empty('No power was given', 'A grant that an agent gets is drawn here as a bar that ends: from when it was given, over each use, to its expiry.');
    }
    const start = Date.parse(this.from);
    const end = this.until ? Date.parse(this.until) : Date.now();
    const span = Math.max(1, (end - start) * (this.until ? 1.0 : 1.04));
    /** @param {string | number} time */
    const x = (time) => Math.min(100, Math.max(0, (((typeof time === 'number' ? time : Date.parse(time)) - start) / span) * 100));
    return html`<div class="lanes">
      ${[...this.grants].reverse().map((grant) => this.#grant(grant, x))}
      ${asked.map((approval) => this.#asked(approval, x))}
      <span></span><div class="axis num tiny quiet" aria-hidden="true"><span>${clock(this.from)}</span>
        <span>${duration((end - start) / 1000)}</span><span>${this.until ? clock(this.until) : 'now'}</span></div></div>`;
  }

  #grant(grant, x) {
    const until = grant.ended_at || (Date.parse(grant.expires_at) < Date.now() ? grant.expires_at : Date.now());
    const live = grant.state === LIVE;
    const width = Math.max(0.6, x(until) - x(grant.granted_at));
    return html`<div class="who"><b class="cut">${grant.tool}</b><span class="cut tiny quiet" title=${scopeWords(grant.scope)}>${scopeWords(grant.scope) || 'no limits of its own'}</span></div>
      <div class="lane"><svg class="bar" aria-hidden="true"><rect class=${live ? LIVE : 'past'} x="${x(grant.granted_at)}%" y="4" width="${width}%" height="14" rx="3"/>
        ${this.#marks(grant, x).map(([at, no]) => svg`<rect class=${no ? 'no' : 'use'} x="${at}%" y="4" width="3" height="14" rx="1"/>`)}</svg>
      <span class="tiny end">${tag(grantLook(grant.state))} <span class="quiet num">${plural(grant.uses, 'use')}${live ? html` · <count-down .until=${grant.expires_at}></count-down> left` : ''}</span></span></div>`;
  }

  /** Where a mark stands, and whether it is of a refusal, which counts more than a use. @returns {[number, boolean][]} */
  #marks(grant, x) {
    /** @type {Map<number, boolean>} */
    const marks = new Map();
    for (const call of this.calls.values()) {
      const no = call.state === 'denied';
      if (call.assignment === grant.id || (no && call.task === grant.task && call.at >= grant.granted_at && call.name.startsWith(`${grant.tool}.`))) {
        const at = Math.round(x(call.at) / STEP) * STEP;
        marks.set(at, no || (marks.get(at) ?? false));
      }
    }
    return [...marks];
  }

  #asked(approval, x) {
    const until = approval.decided_at || Date.now();
    const state = approval.state === 'pending' ? { word: 'asked', icon: 'asks', tone: /** @type {const} */ ('wait') }
      : { word: approval.state, icon: 'denied', tone: /** @type {const} */ (approval.state === 'denied' ? 'bad' : '') };
    return html`<div class="who"><b class="cut">${approval.tool}</b><span class="cut tiny quiet">${scopeWords(approval.scope)}</span></div>
      <div class="lane"><svg class="bar" aria-hidden="true"><rect class="ask ${approval.state}" x="${x(approval.created_at)}%" y="4" width="${Math.max(0.6, x(until) - x(approval.created_at))}%" height="14" rx="3"/></svg>
      <span class="tiny end">${tag(state)}</span></div>`;
  }
}

customElements.define('grant-lanes', GrantLanes);
