import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { clock } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { needs } from '../lib/rights.js';
import { problem } from './problem.js';

const HOUR = 3600;
const TIMES = { '1 hour': HOUR, '8 hours': 8 * HOUR, '7 days': 168 * HOUR, '30 days': 720 * HOUR };
const ALLOWS = { edit: 'change files', run: 'run commands', commit: 'commit' };

/** Lets an agent in that runs elsewhere. Its secret is shown here once, and is nowhere afterwards. */
class TokenForm extends LightElement {
  static properties = { error: { state: true }, busy: { state: true }, made: { state: true } };
  agents = new Loader(this, () => get('/agents', { limit: 200 }), () => false);

  firstUpdated() {
    /** @type {HTMLElement} */ (this.querySelector('#purpose'))?.focus();
  }

  render() {
    return this.made ? this.#secret() : html`<form class="token-form" @submit=${this.#submit}>
      <div class="field"><label for="purpose">What is it to do?</label><input class="input" id="purpose" name="purpose" required maxlength="2000" autocomplete="off" placeholder="Requests for tools are judged by this.">
      </div><div class="limits"><div class="field"><label for="token-agent">Kind of agent</label><select class="input" id="token-agent" name="agent">
          ${(this.agents.value ?? [{ name: 'worker', status: 'active' }]).filter(({ status }) => status === 'active').map(({ name }) => html`<option ?selected=${name === 'worker'}>${name}</option>`)}</select></div>
        <div class="field"><label for="token-time">Lasts</label><select class="input" id="token-time" name="time">${Object.entries(TIMES).map(([words, seconds]) => html`<option value=${seconds} ?selected=${seconds === 8 * HOUR}>${words}</option>`)}</select></div></div>
      <div class="field"><label for="token-workspace">Workspace</label><input class="input mono" id="token-workspace" name="workspace" autocomplete="off" spellcheck="false" placeholder="/path/to/a/folder">
        <small>The one folder it can be granted anything in. Leave it empty for none.</small></div>
      <fieldset class="field"><legend class="label">There, without asking</legend><div class="row allows">
        <label class="check"><input type="checkbox" name="reading"> <span>read</span></label>
        ${Object.entries(ALLOWS).map(([word, what]) => html`<label class="check"><input type="checkbox" name="allow" value=${word}> <span>${what}</span></label>`)}</div></fieldset>
      <label class="check"><input type="checkbox" name="mayApprove"> <span>The person at the client may approve what it asks for</span></label>
      ${this.error ? problem(this.error) : ''}
      <div class="row end"><button ${needs('administrator')} class="btn pri" ?disabled=${this.busy}>Make the token</button></div></form>`;
  }

  #secret() {
    return html`<div class="token-form secret" role="status"><h3>The secret, this once</h3>
      <p>Give it to the client now. Writ keeps a hash of it alone and cannot show it again.</p>
      <p class="secret-text"><code>${this.made.secret}</code></p>
      <div class="row"><button class="btn pri" @click=${this.#copy}>${this.copied ? 'Copied' : 'Copy the secret'}</button>
        <button class="btn" @click=${() => (this.made = null)}>I have it</button>
        <span class="small quiet">It ends ${clock(this.made.expires_at)}.</span></div></div>`;
  }

  async #copy() {
    await navigator.clipboard.writeText(this.made.secret);
    this.copied = true;
    this.requestUpdate();
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    const said = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const workspace = String(said.get('workspace')).trim();
    this.busy = true;
    this.error = null;
    try {
      this.copied = false;
      this.made = await post('/tokens', {
        purpose: said.get('purpose'), agent: said.get('agent'), ttl_seconds: Number(said.get('time')),
        ...(workspace ? { workspace, allow: said.getAll('allow'), reading: Boolean(said.get('reading')) } : {}),
        ...(said.get('mayApprove') ? { may_approve: true } : {}),
      });
      await this.updateComplete;
      /** @type {HTMLElement} */ (this.querySelector('.secret .btn'))?.focus();
    } catch (error) {
      this.error = error;
    }
    this.busy = false;
  }
}

customElements.define('token-form', TokenForm);
