import { html } from 'lit';
import { get, post, remove } from '../lib/api.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { say, sayFailure } from './note-list.js';

/** What is in the address but is no filter. */
const PASSING = ['new', 'at', 'call'];

/** The views of a page that this person keeps: opens, keeps and forgets them. `page` is the first part of its path. */
class SavedFilters extends LightElement {
  static properties = { page: { type: String }, now: { attribute: false }, naming: { state: true }, error: { state: true } };

  filters = new Loader(this, () => get('/filters'), ({ type }) => type.startsWith('filter.'));

  /** What would be kept. */
  get #address() {
    const query = new URLSearchParams(location.search);
    PASSING.forEach((name) => query.delete(name));
    const text = query.toString();
    return `/${this.page}${text ? `?${text}` : ''}`;
  }

  render() {
    const own = (this.filters.value ?? []).filter(({ address }) => address.split('?')[0] === `/${this.page}`);
    const here = own.find(({ address }) => address === this.#address);
    const some = this.#address.includes('?');
    if (!own.length && !some && !this.naming) {
      return '';
    }
    return html`<div class="saved-row" role="group" aria-label="Saved filters">${own.length ? html`<span class="tiny quiet">Saved</span>` : ''}
      ${own.map((one) => html`<span class="saved ${one === here ? 'on' : ''}"><a class="cut" href=${one.address} aria-current=${one === here ? 'true' : 'false'}><bdi>${plain(one.name)}</bdi></a><button
        class="btn flat lean" aria-label=${`Delete the filter ${plain(one.name)}`} @click=${() => this.#delete(one)}>✕</button></span>`)}
      ${this.naming ? html`<form class="row saving" @submit=${this.#save} @keydown=${this.#escape}><label class="unseen" for="filter-name">Name of the filter</label>
          <input class="input" id="filter-name" maxlength="60" required placeholder="Name it" autocomplete="off" aria-describedby="filter-error">
          <button class="btn lean pri">Save</button><button type="button" class="btn flat lean" @click=${this.#leave}>Leave it</button>
          <span class="problem-line" id="filter-error" role="alert">${this.error ?? ''}</span></form>`
        : some && !here ? html`<button class="btn flat lean" @click=${this.#name}>Save this filter…</button>` : ''}</div>`;
  }

  #name() {
    this.error = undefined;
    this.naming = true;
    this.updateComplete.then(() => this.querySelector('#filter-name')?.focus());
  }

  #leave() {
    this.naming = false;
    this.updateComplete.then(() => this.querySelector('.saved-row > .btn')?.focus());
  }

  /** @param {KeyboardEvent} event */
  #escape(event) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.#leave();
    }
  }

  /** @param {SubmitEvent} event */
  async #save(event) {
    event.preventDefault();
    const name = this.querySelector('#filter-name').value.trim();
    try {
      await post('/filters', { name, address: this.#address });
      say(`Saved the filter ${name}`);
      this.naming = false;
      this.filters.reload();
    } catch (error) {
      this.error = [error.message, error.hint].filter(Boolean).join(' ');
    }
  }

  async #delete(one) {
    try {
      await remove(`/filters/${one.id}`);
      say(`Deleted the filter ${one.name}`);
      this.filters.reload();
    } catch (error) {
      sayFailure(error);
    }
  }
}

customElements.define('saved-filters', SavedFilters);
