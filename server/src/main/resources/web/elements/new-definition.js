import { html } from 'lit';
import { get, orNothing, post } from '../lib/api.js';
import { dropDraft, keepDraft, keptDraft, written } from '../lib/drafts.js';
import { KINDS, pathOf } from '../lib/kinds.js';
import { LightElement } from '../lib/light.js';
import { BEGINNINGS, missing, nameProblem } from '../lib/new-definitions.js';
import { needs } from '../lib/rights.js';
import { go, setQuery } from '../lib/router.js';
import { contentFields, isSimple } from './content-fields.js';
import { say } from './note-list.js';
import { problem } from './problem.js';

/** @param {unknown} content */
const json = (content) => JSON.stringify(content, null, 2);

/** Writes the first version of a definition; what was written stays in the tab until it is made or given up. */
class NewDefinition extends LightElement {
  static properties = { kind: { attribute: false }, draft: { state: true }, wrong: { state: true }, error: { state: true }, busy: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.path = `${KINDS[this.kind].path}?new`;
    this.draft = keptDraft(this.path) ?? this.#fresh();
    /** @type {Record<string, string>} */
    this.wrong = {};
  }

  firstUpdated() {
    /** @type {HTMLElement} */ (this.querySelector('#new-name'))?.focus();
  }

  #fresh() {
    const { content } = BEGINNINGS[this.kind];
    return { version: 0, base: content, content, text: json(content), reason: '', raw: false, name: '' };
  }

  #set(more) {
    this.draft = { ...this.draft, ...more };
    this.error = null;
    keepDraft(this.path, this.draft);
  }

  render() {
    const { draft, wrong } = this;
    const { one } = KINDS[this.kind];
    return html`<form class="card edit" novalidate @submit=${this.#submit} @keydown=${this.#keys} aria-label=${`New ${one}`}>
      <header><h2>A new ${one}</h2><div class="switch" role="group" aria-label="How to write it">
        <button type="button" class="btn flat lean" aria-pressed=${!draft.raw} @click=${() => this.#show(false)}>Fields</button>
        <button type="button" class="btn flat lean" aria-pressed=${draft.raw} @click=${() => this.#show(true)}>JSON</button></div></header>
      <div class="body"><p class="quiet small">${BEGINNINGS[this.kind].note}</p>
        <div class="field"><label for="new-name">name</label>
          <input class="input" id="new-name" maxlength="200" autocomplete="off" spellcheck="false" aria-invalid=${Boolean(wrong.name)} aria-describedby="new-name-wrong"
            .value=${draft.name} @input=${(event) => this.#set({ name: event.target.value })} @change=${this.#clash}>
          <span class="problem-line" id="new-name-wrong" role="alert">${wrong.name ?? ''}</span></div>
        ${draft.raw ? html`<div class="field"><label for="raw">Content as JSON</label><textarea class="input mono" id="raw" rows="16" spellcheck="false" .value=${draft.text}
            @input=${(event) => this.#set({ text: event.target.value })}></textarea></div>`
          : contentFields(draft.content, draft.content, (name, value) => this.#set({ content: { ...this.draft.content, [name]: value } }))}
        ${wrong.content ? html`<p class="problem-line" role="alert">${wrong.content}</p>` : ''}
        ${draft.raw ? '' : this.#complex()}
        <div class="field"><label for="new-reason">Reason, for the record</label>
          <input class="input" id="new-reason" maxlength="500" autocomplete="off" placeholder="What is it needed for?" aria-invalid=${Boolean(wrong.reason)} aria-describedby="new-reason-wrong"
            .value=${draft.reason} @input=${(event) => this.#set({ reason: event.target.value })}>
          <span class="problem-line" id="new-reason-wrong" role="alert">${wrong.reason ?? ''}</span></div>
        ${this.error ? problem(this.error) : ''}</div>
      <footer><kbd class="wide">Ctrl ↵</kbd><button type="button" class="btn" @click=${this.#leave}>Give up</button>
        <button ${needs('administrator')} class="btn pri" ?disabled=${this.busy}>Make version 1</button></footer></form>`;
  }

  #complex() {
    const names = Object.keys(this.draft.content).filter((name) => !isSimple(this.draft.content[name]));
    return names.length ? html`<p class="quiet small">${names.map((name) => html`<code>${name}</code> `)} can be written as JSON.</p>` : '';
  }

  #show(raw) {
    try {
      const content = written(this.draft);
      this.wrong = {};
      this.#set({ raw, content, text: raw === this.draft.raw ? this.draft.text : json(content) });
    } catch (error) {
      this.wrong = { content: error.message };
    }
  }

  /** Told as soon as the name is written, and not only when all of the rest is. */
  async #clash() {
    const name = this.draft.name.trim();
    if (nameProblem(name, KINDS[this.kind].one)) {
      return;
    }
    try {
      const there = await orNothing(get(pathOf(this.kind, name)));
      if (name === this.draft.name.trim()) {
        this.wrong = { ...this.wrong, name: there?.name === name ? this.#taken(name) : '' };
      }
    } catch {
      // The server says it when the definition is made.
    }
  }

  /** @param {string} name */
  #taken(name) {
    return `There is ${KINDS[this.kind].one === 'agent' ? 'an' : 'a'} ${KINDS[this.kind].one} named “${name}” already. Edit that one, or choose another name.`;
  }

  #checked(content) {
    const name = this.draft.name.trim();
    const lacks = missing(this.kind, content);
    return {
      name: nameProblem(name, KINDS[this.kind].one),
      content: lacks.length ? `It needs ${lacks.join(' and ')}.` : '',
      reason: this.draft.reason.trim() ? '' : 'Say what it is needed for: this goes on record.',
    };
  }

  #leave() {
    dropDraft(this.path);
    setQuery('new', '');
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      this.querySelector('form').requestSubmit();
    }
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    event.preventDefault();
    let content;
    try {
      content = written(this.draft);
    } catch (error) {
      this.wrong = { content: error.message };
      return;
    }
    this.wrong = this.#checked(content);
    if (Object.values(this.wrong).some(Boolean)) {
      await this.updateComplete;
      /** @type {HTMLElement} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
      return;
    }
    await this.#make(content);
  }

  async #make(content) {
    this.busy = true;
    try {
      const made = await post(KINDS[this.kind].path, { name: this.draft.name.trim(), content, reason: this.draft.reason.trim() });
      dropDraft(this.path);
      say(`${made.name} is at version ${made.version}`);
      go(pathOf(this.kind, made.name, made.id));
    } catch (error) {
      if (error.code === 'conflict') {
        this.wrong = { name: this.#taken(this.draft.name.trim()) };
        this.updateComplete.then(() => this.querySelector('#new-name')?.focus());
      } else {
        this.error = error;
      }
    }
    this.busy = false;
  }
}

customElements.define('new-definition', NewDefinition);
