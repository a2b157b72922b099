import { html } from 'lit';
import { post } from '../lib/api.js';
import { span } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { say, sayFailure } from './note-list.js';
import './rule-choice.js';
import { scopeEditor, scopeFrom } from './scope-editor.js';

const TIMES = [60, 300, 600, 1800, 3600, 14400];

/** The second step of an answer: what exactly is about to be said. Only its button says it. */
class DecisionForm extends LightElement {
  static properties = { approval: { attribute: false }, choice: { attribute: false }, seconds: { state: true }, busy: { state: true } };

  firstUpdated() {
    /** @type {HTMLElement} */ (this.querySelector(this.choice === 'deny' ? '[name=reason]' : '[data-back]')).focus();
  }

  render() {
    return html`<form class="decide" @submit=${this.#submit} @keydown=${this.#keys} @change=${this.#changed}>
      ${this.choice === 'deny' ? this.#deny() : this.#approve()}</form>`;
  }

  #deny() {
    return html`<div class="field"><label for=${this.#id('reason')}>Why not?</label>
        <input class="input" id=${this.#id('reason')} name="reason" required maxlength="500" autocomplete="off"
          placeholder="The agent reads it, so that it can go on in another way.">
        <small>The same is not asked again within this request for 30 minutes.</small></div>
      <div class="acts"><button type="button" class="btn" data-back @click=${this.#back}>Back</button>
        <button class="btn bad" ?disabled=${this.busy}>Deny</button></div>`;
  }

  #approve() {
    const asked = this.#most().duration_seconds;
    const times = [...TIMES.filter((time) => time < asked), asked];
    const chosen = this.seconds ?? asked;
    return html`${this.choice === 'narrow' ? scopeEditor(this.#most().scope, this.approval.id) : ''}
      <div class="row even"><div class="field"><label for=${this.#id('time')}>For how long</label>
          <select class="input" id=${this.#id('time')} @change=${this.#time}>
            ${times.map((time) => html`<option value=${time} ?selected=${time === chosen}>${span(time)}${time === asked ? (this.approval.first_yes ? ', the most' : ', as asked') : ''}</option>`)}</select></div>
        <div class="field grow"><label for=${this.#id('reason')}>Reason, for the record</label>
          <input class="input" id=${this.#id('reason')} name="reason" maxlength="500" autocomplete="off" placeholder="May stay empty"></div></div>
      ${this.approval.two_people ? '' : html`<rule-choice .approval=${this.approval} .answer=${() => this.#answer()}></rule-choice>`}
      <div class="acts"><button type="button" class="btn" data-back @click=${this.#back}>Back</button>
        <button class="btn pri" ?disabled=${this.busy}>${this.choice === 'narrow' ? 'Approve this much' : 'Approve'} for ${span(chosen)}</button></div>`;
  }

  /** What can be approved now: as asked, or what the first of two people agreed to. */
  #most() {
    return this.approval.first_yes ?? this.approval;
  }

  /** What is approved of what was asked for. */
  #answer() {
    return {
      ...(this.seconds && this.seconds < this.#most().duration_seconds ? { ttl_seconds: this.seconds } : {}),
      ...(this.choice === 'narrow' ? { scope: scopeFrom(this, this.#most().scope) } : {}),
    };
  }

  #rule() {
    return /** @type {import('./rule-choice.js').RuleChoice | null} */ (this.querySelector('rule-choice'));
  }

  /** @param {Event} event */
  #time(event) {
    this.seconds = Number(/** @type {HTMLSelectElement} */ (event.target).value);
  }

  /** What the rule would be is told anew, unless it was the rule that changed. @param {Event} event */
  #changed(event) {
    if (!(/** @type {Element} */ (event.target).closest('rule-choice'))) {
      this.#rule()?.refresh();
    }
  }

  #id(name) {
    return `${name}-${this.approval.id}`;
  }

  #back() {
    this.dispatchEvent(new CustomEvent('back'));
  }

  /** Enter in a field is not an answer. @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Enter' && /** @type {Element} */ (event.target).matches('input, select')) {
      event.preventDefault();
    } else if (event.key === 'Escape') {
      this.#back();
    }
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const reason = /** @type {HTMLInputElement} */ (this.querySelector('[name=reason]')).value.trim();
    const path = `/approvals/${this.approval.id}`;
    this.busy = true;
    try {
      if (this.choice === 'deny') {
        await post(`${path}/deny`, { reason });
        say(`Denied ${this.approval.tool}`);
      } else {
        const rule = this.#rule()?.chosen ?? 0;
        if (Number.isNaN(rule)) {
          throw new Error('The rule is not shown yet.');
        }
        const answer = await post(`${path}/approve`, { ...this.#answer(), ...(reason ? { reason } : {}), ...(rule ? { rule_seconds: rule } : {}) });
        say(answer.state === 'pending' ? `You agreed to ${this.approval.tool}; a second person has to as well`
          : `Approved ${this.approval.tool} for ${span(this.seconds ?? this.#most().duration_seconds)}`);
      }
    } catch (error) {
      sayFailure(error);
    }
    this.busy = false;
  }
}

customElements.define('decision-form', DecisionForm);
