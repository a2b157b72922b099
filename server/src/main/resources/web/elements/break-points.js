import { html } from 'lit';
import { post, remove } from '../lib/api.js';
import { breakpointWords, LEVEL_CHOICES } from '../lib/breakpoint-words.js';
import { clock } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import { callName } from '../lib/task-model.js';
import { say, sayFailure } from './note-list.js';
import { problem } from './problem.js';

/** Before which calls a request is held: set while it runs, and taken away again; and what was held there. */
class BreakPoints extends LightElement {
  static properties = { task: { attribute: false }, value: { attribute: false }, over: { type: Boolean }, error: { state: true } };

  render() {
    const { breakpoints, hits, offered } = this.value;
    const passed = hits.filter(({ passed_at: at }) => at);
    return html`<div class="breakpoints">
      ${breakpoints.length ? html`<ul class="rows">${breakpoints.map((one) => html`<li class="spread"><span>Held ${breakpointWords(one.before)}</span>
        ${this.over ? '' : html`<button ${needs('operator')} class="btn flat lean" @click=${() => this.#remove(one)} aria-label=${`Remove the breakpoint ${breakpointWords(one.before)}`}>Remove</button>`}</li>`)}</ul>`
        : html`<p class="quiet small">Nothing of this request is held before a call.</p>`}
      ${this.over ? '' : html`<form class="row" @submit=${this.#set}>
        <label class="row small" for="before">Hold <select class="input" id="before">
          <optgroup label="By risk">${LEVEL_CHOICES.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</optgroup>
          <optgroup label="By tool">${offered.filter((name) => !name.includes('.')).map((name) => html`<option value=${name}>${breakpointWords(name)}</option>`)}</optgroup>
          <optgroup label="By operation">${offered.filter((name) => name.includes('.')).map((name) => html`<option value=${name}>${breakpointWords(name)}</option>`)}</optgroup>
        </select></label><button ${needs('operator')} class="btn">Set breakpoint</button></form>`}
      ${this.error ? problem(this.error) : ''}
      ${passed.length ? html`<details><summary>Held before</summary><ul class="small">${passed.map((hit) => html`<li>
        <span class="num quiet">${clock(hit.at)}</span> <code>${callName(hit.function)}</code> <span class="quiet">${breakpointWords(hit.before)}; let go on by ${hit.passed_by.replace('person:user', 'you')}</span></li>`)}</ul></details>` : ''}
    </div>`;
  }

  /** @param {SubmitEvent} event */
  async #set(event) {
    event.preventDefault();
    this.error = null;
    try {
      await post(`/tasks/${this.task}/breakpoints`, { before: this.querySelector('select').value });
    } catch (error) {
      this.error = error;
    }
  }

  async #remove(one) {
    try {
      await remove(`/tasks/${this.task}/breakpoints/${one.id}`);
      say('Breakpoint removed');
    } catch (error) {
      sayFailure(error);
    }
  }
}

customElements.define('break-points', BreakPoints);
