import { html } from 'lit';
import { post } from '../lib/api.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import { sayFailure } from './note-list.js';

/** A word to an agent, in plain text: the answer to what it asked, or something it should know. */
class ReplyBox extends LightElement {
  static properties = { task: { attribute: false }, agent: { attribute: false }, busy: { state: true } };

  render() {
    return html`<form class="reply" @submit=${this.#send} @keydown=${this.#keys}>
      <label class="unseen" for="reply">Tell ${this.agent} something</label>
      <textarea class="input" id="reply" rows="1" required placeholder="Tell ${this.agent} something…"></textarea>
      <button ${needs('operator')} class="btn" ?disabled=${this.busy}>Send</button></form>`;
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.querySelector('form').requestSubmit();
    }
  }

  /** @param {SubmitEvent} event */
  async #send(event) {
    event.preventDefault();
    const field = this.querySelector('textarea');
    this.busy = true;
    try {
      await post(`/tasks/${this.task}/reply`, { text: field.value });
      field.value = '';
    } catch (error) {
      sayFailure(error);
    }
    this.busy = false;
  }
}

customElements.define('reply-box', ReplyBox);
