import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import { go } from '../lib/router.js';
import { problem } from './problem.js';

/** @param {any[]} messages @param {number} step @returns {any[]} what a person said before the model call of a step */
const saidBefore = (messages, step) => {
  let replies = 0;
  const end = messages.findIndex(({ role }) => role === 'reply' && ++replies === step);
  return messages.slice(0, end < 0 ? undefined : end).filter(({ role }) => role === 'request');
};

/** Asks what a fork is to say otherwise and may do, and says what it does not take over and does not undo. */
class ForkSheet extends LightElement {
  static properties = { order: { state: true }, busy: { state: true }, error: { state: true } };

  /** @param {string} task @param {number} step */
  async ask(task, step) {
    this.error = null;
    const messages = await get(`/tasks/${task}/messages`);
    this.order = { task, step, said: saidBefore(messages, step) };
    await this.updateComplete;
    this.querySelector('dialog').showModal();
  }

  render() {
    const { order } = this;
    return html`<dialog class="sheet" aria-labelledby="fork-title">${order ? html`<form @submit=${this.#fork}>
      <div class="title"><h2 id="fork-title">Fork from step ${order.step}</h2></div>
      <div class="body">
        <p>A new request goes on with what was said before this step. The one you look at stays as it is.</p>
        <ul class="notes-list small"><li><b>No grant is taken over.</b> Its agent asks for each tool anew.</li>
          <li><b>Nothing is undone.</b> Files, commands and messages of the first run stay as they are.</li>
          <li>What it read from outside stays marked as untrusted, and what you denied stays denied.</li></ul>
        ${order.said.map((message, i) => html`<div class="field"><label for=${`fork-${message.position}`}>${i === 0 ? 'The request' : 'You said'}</label>
          <textarea class="input" id=${`fork-${message.position}`} rows="2" data-position=${message.position} ?disabled=${i > 0 && message.from !== 'user'} .value=${message.text}></textarea></div>`)}
        <fieldset class="field"><legend class="label">May be granted without asking</legend><div class="row">${['edit', 'run', 'commit'].map((word) => html`
          <label class="check"><input type="checkbox" name="allow" value=${word}><span>${word}</span></label>`)}</div></fieldset>
        <label class="check"><input type="checkbox" name="hold"><span>Hold before every step</span></label>
        ${this.error ? problem(this.error) : ''}</div>
      <footer><button type="button" class="btn" autofocus @click=${() => this.querySelector('dialog').close()}>Leave it</button>
        <button ${needs('operator')} class="btn pri" ?disabled=${this.busy}>Fork</button></footer></form>` : ''}</dialog>`;
  }

  /** @param {SubmitEvent} event */
  async #fork(event) {
    event.preventDefault();
    const { task, step, said } = this.order;
    const form = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const other = said.map((message, i) => ({ i, message, text: this.querySelector(`#fork-${message.position}`).value }))
      .filter(({ message, text }) => text !== message.text);
    const request = other.find(({ i }) => i === 0)?.text;
    this.busy = true;
    this.error = null;
    try {
      const fork = await post(`/tasks/${task}/fork`, {
        step,
        ...(request !== undefined ? { request } : {}),
        messages: Object.fromEntries(other.filter(({ i }) => i > 0).map(({ message, text }) => [message.position, text])),
        allow: form.getAll('allow'),
        hold: Boolean(form.get('hold')),
      });
      this.querySelector('dialog').close();
      go(`/tasks/${fork.id}`);
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
  }
}

customElements.define('fork-sheet', ForkSheet);
