import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import '../elements/new-definition.js';
import { problem } from '../elements/problem.js';
import { tag } from '../elements/tag.js';
import '../elements/time-ago.js';
import { listDefinitions } from '../lib/definitions.js';
import { plural } from '../lib/format.js';
import { KINDS, pathOf } from '../lib/kinds.js';
import { levelLook, statusLook } from '../lib/library-looks.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { BEGINNINGS } from '../lib/new-definitions.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { query, setQuery } from '../lib/router.js';
import { SearchKeys } from '../lib/search-keys.js';

const CONCERNS = /^(entity|server)\./;

/** All definitions of a kind, with a search by words. */
class LibraryPage extends LightElement {
  static properties = { kind: { attribute: false } };

  found = new Loader(this, async () => {
    const words = query('q');
    return { words, rows: await listDefinitions(this.kind, words) };
  }, ({ type }) => CONCERNS.test(type));
  keys = new SearchKeys(this, () => this.found.reload());

  render() {
    const kind = KINDS[this.kind];
    const { value, error } = this.found;
    return html`<div class="head"><h1>${kind.title}</h1><p>${kind.about}</p></div>
      <div class="bar-row"><span class="quiet small" role="status">${value ? this.#count(value) : ''}</span>
        <input class="input filter" id="filter" type="search" placeholder="Words of name or text" aria-label=${`Find ${kind.title.toLowerCase()} by words`}
          .value=${query('q')} @input=${(event) => setQuery('q', event.target.value)} @keydown=${this.#open}>
        ${BEGINNINGS[this.kind] ? html`<button ${needs('administrator')} class="btn ${query('new') ? '' : 'pri'}" aria-expanded=${Boolean(query('new'))}
          @click=${() => setQuery('new', query('new') ? '' : '1')}>${query('new') ? 'Close' : `New ${kind.one}`}</button>` : ''}</div>
      ${query('new') && BEGINNINGS[this.kind] ? html`<new-definition .kind=${this.kind}></new-definition>` : ''}
      ${error ? problem(error, () => this.found.reload()) : ''}
      ${error && !value ? '' : html`<section class="card" aria-label=${kind.title}>${!value ? bones(6)
        : value.rows.length ? html`<ul class="rows">${repeat(value.rows, ({ name }) => name, (row) => this.#row(row))}</ul>` : this.#nothing(value.words)}</section>`}
      <div class="offers"><copy-as .cli=${`writ ${this.kind} ls`} .request=${{ path: kind.path, query: { q: query('q') } }}></copy-as>
        <export-list .rows=${value?.rows} .name=${this.kind}></export-list></div>`;
  }

  #count({ rows, words }) {
    return `${plural(rows.length, KINDS[this.kind].one, KINDS[this.kind].title.toLowerCase())}${words ? ' with these words' : ''}`;
  }

  /** Enter in the field goes to the first one. @param {KeyboardEvent} event */
  #open(event) {
    if (event.key === 'Enter' && this.found.value?.words === query('q')) {
      /** @type {HTMLElement} */ (this.querySelector('[data-row]'))?.focus();
    }
  }

  #row(row) {
    return html`<li><a class=${`library-row ${row.level ? 'levelled' : ''}`} data-row href=${pathOf(this.kind, row.name, row.id)}>
      ${tag(statusLook(row.status))}
      <span class="what"><bdi class="name cut">${plain(row.name)}</bdi><span class="cut small quiet">${plain(row.summary) || 'without a summary'}</span></span>
      ${row.level ? html`<span class="more small quiet cut">${tag(levelLook(row.level))} <bdi>${plain(row.server ?? '')}</bdi></span>` : ''}
      <span class="num small quiet version">${row.version ? `version ${row.version}` : 'of its server'}</span>
      ${row.updated_at ? html`<time-ago class="small quiet num" .time=${row.updated_at}></time-ago>` : html`<span></span>`}</a></li>`;
  }

  #nothing(words) {
    const kind = KINDS[this.kind];
    return words
      ? empty('Nothing has these words', 'They are looked for in names and texts.', html`<button class="btn" @click=${() => setQuery('q', '')}>See all of them</button>`)
      : empty(`No ${kind.one} yet`, kind.about, BEGINNINGS[this.kind] ? html`<button ${needs('administrator')} class="btn pri" @click=${() => setQuery('new', '1')}>New ${kind.one}</button>` : html`<code>${kind.command}</code>`);
  }
}

customElements.define('library-page', LibraryPage);
