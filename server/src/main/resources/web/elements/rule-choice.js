import { html } from 'lit';
import { post } from '../lib/api.js';
import { clock, span } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { problem } from './problem.js';
import { scopeList } from './scope-list.js';

const DAY = 86_400;
const TIMES = [DAY, 7 * DAY, 30 * DAY];

/**
 * Whether an approval is to stand for later requests too. It shows exactly the rule that would be added, as the server
 * tells it, and says nothing before that is on the screen.
 */
export class RuleChoice extends LightElement {
  static properties = { approval: { attribute: false }, answer: { attribute: false }, seconds: { state: true }, rule: { state: true }, failure: { state: true } };

  constructor() {
    super();
    /** What would be approved now. @type {() => object} */
    this.answer = () => ({});
    this.seconds = 0;
    this.rule = null;
    this.failure = null;
  }

  /** For how long, in seconds; 0 where it is not wanted, NaN while it is not shown yet. */
  get chosen() {
    return this.seconds && !this.rule ? NaN : this.seconds;
  }

  /** To be called when what would be approved has changed. */
  async refresh() {
    this.rule = null;
    this.failure = null;
    if (!this.seconds) {
      return;
    }
    const asked = (this.lastAsked = {});
    try {
      const rule = await post(`/approvals/${this.approval.id}/rule`, { ...this.answer(), rule_seconds: this.seconds });
      if (asked === this.lastAsked) {
        this.rule = rule;
      }
    } catch (error) {
      this.failure = error;
    }
  }

  render() {
    const id = `rule-${this.approval.id}`;
    return html`<div class="field"><label for=${id}>And for later requests</label>
        <select class="input" id=${id} @change=${this.#choose}>
          <option value="0">ask again each time</option>
          ${TIMES.map((time) => html`<option value=${time}>do not ask again for ${span(time)}</option>`)}</select></div>
      ${this.failure ? problem(this.failure) : ''}
      ${this.rule ? this.#lines(this.rule) : ''}`;
  }

  #lines(rule) {
    const lines = [
      html`<b>${rule.agent}</b> in ${rule.workspace ? html`<code>${rule.workspace}</code>` : 'requests without a workspace'}`,
      html`may use <b>${rule.tool}</b>: ${rule.operations.join(', ') || 'every operation'}`,
      html`only ${Object.keys(rule.scope).length ? scopeList(rule.scope) : 'with no limits of its own'}`,
      html`for ${span(rule.duration_seconds)} at a time, without asking`,
      html`until <b>${clock(rule.expires_at)}</b>`,
    ];
    return html`<div class="added" role="group" aria-label="The rule that is added"><span class="tiny quiet">Added to the standing rules</span>
      ${lines.map((line) => html`<div><span aria-hidden="true">+</span> ${line}</div>`)}</div>`;
  }

  /** @param {Event} event */
  #choose(event) {
    this.seconds = Number(/** @type {HTMLSelectElement} */ (event.target).value);
    this.refresh();
  }
}

customElements.define('rule-choice', RuleChoice);
