import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { icon } from '../lib/icons.js';

const SHOWN_MILLIS = 6000;
const notes = new EventTarget();

/** Says in the corner what came of something. @param {string} text @param {string} [more] */
export const say = (text, more = '') => notes.dispatchEvent(new CustomEvent('note', { detail: { text, more, bad: false } }));

/** Says what did not work, and what to do; stays until it is put away. @param {{message: string, hint?: string}} failure */
export const sayFailure = (failure) =>
  notes.dispatchEvent(new CustomEvent('note', { detail: { text: failure.message, more: failure.hint ?? '', bad: true } }));

/** Short notes about what was just done. */
class NoteList extends LightElement {
  static properties = { notes: { state: true } };

  constructor() {
    super();
    this.notes = [];
    notes.addEventListener('note', (event) => this.#add(/** @type {CustomEvent} */ (event).detail));
  }

  #add(note) {
    this.notes = [...this.notes.slice(-3), note];
    if (!note.bad) {
      setTimeout(() => this.#drop(note), SHOWN_MILLIS);
    }
  }

  #drop(note) {
    this.notes = this.notes.filter((other) => other !== note);
  }

  render() {
    return html`<div class="notes" role="status" aria-live="polite">${this.notes.map((note) => html`
      <div class="note ${note.bad ? 'bad' : ''}"><div><p>${note.text}</p>${note.more ? html`<p>${note.more}</p>` : ''}</div>
        <button class="btn flat lean" @click=${() => this.#drop(note)} aria-label="Put away">${icon('close')}</button>
      </div>`)}</div>`;
  }
}

customElements.define('note-list', NoteList);
