import { html } from 'lit';
import { ApiError, post } from '../lib/api.js';
import { LEVEL_CHOICES } from '../lib/breakpoint-words.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import { go } from '../lib/router.js';
import './fore-cast.js';
import { problem } from './problem.js';

const EXAMPLES = ['describe this workspace', 'find all TODO comments', 'run the tests and say what fails', 'show the last five commits'];
const ALLOWS = [
  { word: 'edit', what: 'change files', in: 'in the workspace' },
  { word: 'run', what: 'run commands', in: 'in the sandbox' },
  { word: 'commit', what: 'commit', in: 'to its repository' },
];

/** Hands in a request: what is wanted, where, and what may be granted without asking. */
class SubmitForm extends LightElement {
  static properties = { error: { state: true }, busy: { state: true }, forecast: { state: true } };

  render() {
    return html`<form class="card submit" @submit=${this.#submit} @keydown=${this.#keys} @input=${() => (this.forecast = null)}>
      <div class="field"><label for="request">What is to be done?</label>
        <textarea class="input" id="request" name="request" rows="3" required
          placeholder="Say it as you would to a colleague."></textarea></div>
      <div class="row">${EXAMPLES.map((text) => html`<button type="button" class="btn flat lean chip"
        @click=${() => this.#example(text)}>${text}</button>`)}</div>
      <div class="field"><label for="workspace">Workspace</label>
        <input class="input mono" id="workspace" name="workspace" autocomplete="off" spellcheck="false"
          placeholder="/path/to/a/folder" .value=${localStorage.getItem('writ-workspace') ?? ''}>
        <small>The one folder that its agents can see. Leave it empty for a request about none.</small></div>
      <fieldset class="field"><legend class="label">May be granted there without asking</legend>
        <div class="row allows">${ALLOWS.map((allow) => html`<label class="check"><input type="checkbox" name="allow" value=${allow.word}>
          <span>${allow.what} <span class="quiet">${allow.in}</span></span></label>`)}</div>
        <small>Whatever is not ticked waits for you, with its reason and its exact limits.</small></fieldset>
      <details><summary>Limits</summary><div class="limits">
        <div class="field"><label for="calls">Model calls</label><input class="input num" id="calls" name="modelCalls" type="number" min="0" placeholder="200"></div>
        <div class="field"><label for="cost">Dollars</label><input class="input num" id="cost" name="dollars" type="number" min="0" step="0.01" placeholder="5.00"></div>
        <div class="field"><label for="wait">Minutes to wait for you</label><input class="input num" id="wait" name="wait" type="number" min="1" placeholder="15"></div>
        <label class="check"><input type="checkbox" name="step"> <span>Hold before every step</span></label>
        <div class="field"><label for="breakpoint">Hold before calls</label><select class="input" id="breakpoint" name="breakpoint">
          <option value="">of no tool</option>${LEVEL_CHOICES.map(([value, words]) => html`<option value=${value}>${words}</option>`)}</select></div></div></details>
      ${this.error ? problem(this.error) : ''}
      ${this.forecast ? html`<fore-cast .value=${this.forecast}></fore-cast>` : ''}
      <div class="row end"><kbd>Ctrl ↵</kbd><button type="button" class="btn" ?disabled=${this.busy} @click=${this.#look}>What would happen?</button><button ${needs('operator')} class="btn pri" ?disabled=${this.busy}>Hand in</button></div>
    </form>`;
  }

  #example(text) {
    const request = /** @type {HTMLTextAreaElement} */ (this.querySelector('#request'));
    request.value = text;
    request.focus();
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.querySelector('form').requestSubmit();
    }
  }

  /** The request as it would be handed in. */
  #said() {
    const said = new FormData(this.querySelector('form'));
    const number = (name, factor = 1) => (said.get(name) ? { value: Math.round(Number(said.get(name)) * factor) } : null);
    const calls = number('modelCalls');
    const cost = number('dollars', 1_000_000);
    const wait = number('wait', 60);
    const workspace = String(said.get('workspace')).trim();
    return {
      request: said.get('request'),
      ...(workspace ? { workspace, allow: said.getAll('allow') } : {}),
      ...(said.get('step') ? { step: true } : {}),
      ...(said.get('breakpoint') ? { breakpoints: [said.get('breakpoint')] } : {}),
      ...(wait ? { approval_timeout_seconds: wait.value } : {}),
      budget: { ...(calls ? { modelCalls: calls.value } : {}), ...(cost ? { costMicros: cost.value } : {}) },
    };
  }

  /** @param {() => Promise<void>} act */
  async #try(act) {
    this.busy = true;
    this.error = null;
    try {
      await act();
    } catch (error) {
      this.error = /** @type {ApiError} */ (error);
    }
    this.busy = false;
  }

  async #look() {
    if (this.querySelector('form').reportValidity()) {
      await this.#try(async () => {
        this.forecast = await post('/tasks/preflight', this.#said());
      });
    }
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const said = this.#said();
    await this.#try(async () => {
      const task = await post('/tasks', said);
      localStorage.setItem('writ-workspace', said.workspace ?? '');
      go(`/tasks/${task.id}`);
    });
  }
}

customElements.define('submit-form', SubmitForm);
