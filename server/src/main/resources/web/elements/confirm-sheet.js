import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { sayFailure } from './note-list.js';

/**
 * Asks before something is ended for good. The focus is on the way out; the reason that is given goes on record.
 *
 * @typedef {{title: string, words: unknown, action: string, act: (reason: string) => Promise<void>, reason?: string, record?: boolean, tone?: string}} Question
 * `record` is false where no reason is kept; `tone` is `pri` where nothing is ended
 */
class ConfirmSheet extends LightElement {
  static properties = { question: { state: true }, busy: { state: true } };

  /** @param {Question} question */
  ask(question) {
    this.question = question;
    this.updateComplete.then(() => this.querySelector('dialog').showModal());
  }

  #close() {
    this.querySelector('dialog').close();
  }

  /** @param {SubmitEvent} event */
  async #act(event) {
    event.preventDefault();
    this.busy = true;
    try {
      await this.question.act(this.querySelector('input')?.value.trim() ?? '');
      this.#close();
    } catch (error) {
      this.#close();
      sayFailure(error);
    }
    this.busy = false;
  }

  render() {
    const question = this.question;
    return html`<dialog class="sheet" aria-labelledby="confirm-title">${question ? html`<form @submit=${this.#act}>
      <div class="title"><h2 id="confirm-title">${question.title}</h2></div>
      <div class="body"><p>${question.words}</p>
        ${question.record === false ? '' : html`<div class="field"><label for="confirm-reason">Reason, for the record</label>
          <input class="input" id="confirm-reason" maxlength="500" .value=${question.reason ?? ''} autocomplete="off"></div>`}</div>
      <footer><button type="button" class="btn" autofocus @click=${this.#close}>Leave it</button>
        <button class="btn ${question.tone ?? 'bad'}" ?disabled=${this.busy}>${question.action}</button></footer>
    </form>` : ''}</dialog>`;
  }
}

customElements.define('confirm-sheet', ConfirmSheet);

/** @param {Question} question */
export const confirm = (question) => /** @type {ConfirmSheet} */ (document.querySelector('confirm-sheet')).ask(question);
