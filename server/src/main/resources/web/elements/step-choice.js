import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { setQuery } from '../lib/router.js';

/** Which step of a task is looked at; the address keeps it. */
class StepChoice extends LightElement {
  static properties = { steps: { attribute: false }, at: { attribute: false } };

  render() {
    const place = this.steps.indexOf(this.at);
    return html`<div class="row step-choice">
      <button class="btn lean" ?disabled=${place <= 0} @click=${() => this.#show(this.steps[place - 1])} aria-label="The step before">‹</button>
      <span class="row small"><span aria-hidden="true">Step</span> <select class="input lean num" id="step" aria-label="Step" @change=${(event) => this.#show(event.target.value)}>
        ${this.steps.map((step) => html`<option value=${step} .selected=${step === this.at}>${step}</option>`)}</select> of ${this.steps.at(-1)}</span>
      <button class="btn lean" ?disabled=${place >= this.steps.length - 1} @click=${() => this.#show(this.steps[place + 1])} aria-label="The next step">›</button>
    </div>`;
  }

  #show(step) {
    setQuery('step', String(step));
  }
}

customElements.define('step-choice', StepChoice);
