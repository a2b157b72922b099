import { html } from 'lit';
import { keyed } from 'lit-html/directives/keyed.js';
import { get, patch } from '../lib/api.js';
import { dropDraft, keepDraft, keptDraft, written } from '../lib/drafts.js';
import { pathOf } from '../lib/kinds.js';
import { LightElement } from '../lib/light.js';
import { changesBetween, same } from '../lib/merge-patch.js';
import { needs } from '../lib/rights.js';
import { setQuery } from '../lib/router.js';
import { contentFields, isSimple } from './content-fields.js';
import { editConflict } from './edit-conflict.js';
import { say } from './note-list.js';
import { problem } from './problem.js';

/** @param {unknown} content */
const json = (content) => JSON.stringify(content, null, 2);

/** Writes a new version of a definition. What was written stays until it is saved or given up, whatever others do meanwhile. */
class DefinitionEditor extends LightElement {
  static properties = { kind: { attribute: false }, definition: { attribute: false }, draft: { state: true }, error: { state: true },
    conflict: { state: true }, busy: { state: true }, restored: { state: true } };
  #rounds = 0;

  connectedCallback() {
    super.connectedCallback();
    this.path = pathOf(this.kind, this.definition.name, this.definition.id);
    const kept = keptDraft(this.path);
    this.restored = Boolean(kept);
    this.draft = kept ?? this.#fresh();
  }

  firstUpdated() {
    /** @type {HTMLElement} */ (this.querySelector('.edit textarea, .edit .input'))?.focus();
  }

  #fresh() {
    const { version, content } = this.definition;
    return { version, base: content, content, text: json(content), reason: '', raw: !Object.values(content).some(isSimple) };
  }

  #set(more) {
    this.draft = { ...this.draft, ...more };
    this.error = null;
    keepDraft(this.path, this.draft);
  }

  render() {
    const { draft, definition } = this;
    const complex = Object.keys(draft.content).filter((name) => !isSimple(draft.content[name]));
    return html`<form class="card edit" @submit=${this.#submit} @keydown=${this.#keys} aria-label="New version">
      <header><h2>A new version, made of version ${draft.version}</h2><div class="switch" role="group" aria-label="How to write it">
        <button type="button" class="btn flat lean" aria-pressed=${!draft.raw} @click=${() => this.#show(false)}>Fields</button>
        <button type="button" class="btn flat lean" aria-pressed=${draft.raw} @click=${() => this.#show(true)}>JSON</button></div></header>
      <div class="body">
        ${this.restored ? html`<p class="note-line">What you wrote here before and did not save is back. <button type="button" class="btn lean" @click=${this.#startAgain}>Begin anew</button></p>` : ''}
        ${this.conflict ? editConflict(this.conflict, draft, { onTop: () => this.#onTop(), anew: () => this.#startAgain() })
          : definition.version !== draft.version ? html`<p class="note-line wait">Version ${definition.version} is active by now. Saving will show what to do; nothing you write is lost.</p>` : ''}
        ${keyed(this.#rounds, draft.raw ? html`<div class="field"><label for="raw">Content as JSON</label>
          <textarea class="input mono" id="raw" rows="22" spellcheck="false" .value=${draft.text} @input=${(event) => this.#set({ text: event.target.value })}></textarea></div>`
          : html`${contentFields(draft.content, draft.base, (name, value) => this.#set({ content: { ...this.draft.content, [name]: value } }))}
            ${complex.length ? html`<p class="quiet small">${complex.map((name) => html`<code>${name}</code> `)} can be changed as JSON.</p>` : ''}`)}
        <div class="field"><label for="edit-reason">Reason, for the record</label>
          <input class="input" id="edit-reason" maxlength="500" required autocomplete="off" placeholder="Why is it better so?" .value=${draft.reason} @input=${(event) => this.#set({ reason: event.target.value })}></div>
        ${this.error ? problem(this.error) : ''}</div>
      ${this.conflict ? '' : html`<footer><kbd class="wide">Ctrl ↵</kbd><button type="button" class="btn" @click=${this.#leave}>Give up</button>
        <button ${needs('administrator')} class="btn pri" ?disabled=${this.busy}>Save as a new version</button></footer>`}</form>`;
  }

  #show(raw) {
    try {
      const content = written(this.draft);
      this.#set({ raw, content, text: raw === this.draft.raw ? this.draft.text : json(content) });
    } catch (error) {
      this.error = error;
    }
  }

  #startAgain() {
    dropDraft(this.path);
    this.conflict = null;
    this.restored = false;
    this.error = null;
    this.#rounds++;
    this.draft = this.#fresh();
  }

  #leave() {
    dropDraft(this.path);
    setQuery('view', '');
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.querySelector('form').requestSubmit();
    }
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    if (!this.conflict) {
      this.#save(this.draft.version);
    }
  }

  /** Of the fields that both changed, what is written here counts; of all others, what is active now. */
  async #onTop() {
    await this.#save(this.conflict.now.version);
  }

  /** @param {number} expected */
  async #save(expected) {
    this.busy = true;
    this.error = null;
    try {
      const changes = changesBetween(this.draft.base, written(this.draft));
      if (same(changes, {})) {
        throw new Error('Nothing differs from the version it was made of.');
      }
      const saved = await patch(this.path, { changes, expected_version: expected, reason: this.draft.reason.trim() });
      dropDraft(this.path);
      say(`${saved.name} is at version ${saved.version}`);
      setQuery('view', '');
    } catch (error) {
      await this.#failed(error);
    }
    this.busy = false;
  }

  async #failed(error) {
    if (error.code !== 'conflict') {
      this.error = error;
      return;
    }
    try {
      const now = await get(this.path);
      const [{ diff }, versions] = await Promise.all([get(`${this.path}/diff`, { from: this.draft.version, to: now.version }), get(`${this.path}/versions`)]);
      this.conflict = { now, diff, by: versions.find(({ version }) => version === now.version) };
      await this.updateComplete;
      /** @type {HTMLElement} */ (this.querySelector('.conflict'))?.focus();
    } catch (other) {
      this.error = other;
    }
  }
}

customElements.define('definition-editor', DefinitionEditor);
