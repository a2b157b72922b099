import { html, nothing } from 'lit';
import { get } from '../lib/api.js';
import { improvementLook } from '../lib/improvements.js';
import { LightElement } from '../lib/light.js';
import { plain } from '../lib/plain.js';
import { go } from '../lib/router.js';
import { taskLook } from '../lib/states.js';
import { places } from '../pages/pages.js';
import { tag } from './tag.js';

const MOST = 12;

/** Finds a page, a request or an experiment by its words, and goes there. */
class JumpSheet extends LightElement {
  static properties = { words: { state: true }, chosen: { state: true }, tasks: { state: true }, improvements: { state: true } };

  constructor() {
    super();
    this.words = '';
    this.chosen = 0;
    this.tasks = [];
    this.improvements = [];
    this.onKey = (event) => {
      if (event.key === 'k' && (event.ctrlKey || event.metaKey) && !document.querySelector('dialog[open]')) {
        event.preventDefault();
        this.open();
      }
    };
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('keydown', this.onKey);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('keydown', this.onKey);
  }

  async open() {
    this.words = '';
    this.chosen = 0;
    this.querySelector('dialog').showModal();
    const none = () => [];
    [this.tasks, this.improvements] = await Promise.all([get('/tasks', { roots: true, limit: 500 }).catch(none), get('/improvements', { limit: 200 }).catch(none)]);
  }

  #found() {
    const words = this.words.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (text) => words.every((word) => text.toLowerCase().includes(word));
    const pages = places.filter(({ name }) => fits(name)).map(({ name, path }) => ({ path, title: name, look: null }));
    const requests = this.tasks.filter((task) => fits(`${task.title} ${task.id} ${task.agent}`))
      .map((task) => ({ path: `/tasks/${task.id}`, title: task.title || task.instruction, look: taskLook(task.state) }));
    const experiments = this.improvements.filter((one) => fits(`experiment improvement ${one.name} v${one.candidate} ${one.hypothesis} ${one.id}`))
      .map((one) => ({ path: `/improvements/${encodeURIComponent(one.id)}`, title: `${plain(one.name)} v${one.candidate}: ${plain(one.hypothesis)}`, look: improvementLook(one.state) }));
    const others = words.length ? [...requests.slice(0, experiments.length ? MOST / 3 : MOST), ...experiments] : requests;
    // Neither leaves the other without a place.
    return [...pages.slice(0, MOST - Math.min(others.length, MOST / 2)), ...others].slice(0, MOST);
  }

  /** @param {KeyboardEvent} event */
  #keys(event) {
    const found = this.#found();
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && found.length) {
      event.preventDefault();
      this.chosen = (this.chosen + step + found.length) % found.length;
    } else if (event.key === 'Enter' && found[this.chosen]) {
      event.preventDefault();
      this.#go(found[this.chosen].path);
    }
  }

  #go(path) {
    this.querySelector('dialog').close();
    go(path);
  }

  render() {
    const found = this.#found();
    return html`<button class="btn search wide" @click=${this.open}><span>Jump to…</span><kbd>Ctrl K</kbd></button>
      <dialog class="sheet jump" aria-label="Jump to a page, a request or an experiment">
        <input class="input" role="combobox" aria-expanded="true" aria-controls="jump-list" aria-autocomplete="list" autofocus autocomplete="off"
          aria-label="Words of a page, a request or an experiment" placeholder="A page, or words of a request or an experiment" .value=${this.words}
          aria-activedescendant=${found.length ? `jump-${this.chosen}` : nothing}
          @input=${(event) => { this.words = event.target.value; this.chosen = 0; }} @keydown=${this.#keys}>
        <ul id="jump-list" role="listbox" aria-label="Found">${found.map((one, index) => html`<li role="option" id=${`jump-${index}`}
          aria-selected=${index === this.chosen} @click=${() => this.#go(one.path)}><span class="cut">${one.title}</span>
          ${one.look ? tag(one.look) : html`<span class="tiny quiet">page</span>`}</li>`)}</ul>
        ${found.length ? '' : html`<p class="quiet small none">Nothing has these words.</p>`}
      </dialog>`;
  }
}

customElements.define('jump-sheet', JumpSheet);
