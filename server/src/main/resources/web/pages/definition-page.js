import { html } from 'lit';
import '../elements/copy-as.js';
import '../elements/definition-editor.js';
import { definitionHead, switchButton } from '../elements/definition-head.js';
import { definitionView, section } from '../elements/definition-views.js';
import { bones } from '../elements/empty.js';
import '../elements/export-list.js';
import { problem } from '../elements/problem.js';
import { relationList } from '../elements/relation-list.js';
import '../elements/text-block.js';
import '../elements/tool-pin.js';
import '../elements/version-list.js';
import { writCommand } from '../lib/commands.js';
import { loadDefinition } from '../lib/definitions.js';
import { pathOf } from '../lib/kinds.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { query, router, setQuery } from '../lib/router.js';

const CONCERNS = /^(entity|relationship|permission|server)\./;
const VIEWS = { '': 'Overview', versions: 'Versions', json: 'JSON' };

/** One definition: what it holds, its versions, its JSON, and writing a new version. */
class DefinitionPage extends LightElement {
  static properties = { kind: { attribute: false }, name: { attribute: false } };
  loaded = new Loader(this, () => loadDefinition(this.kind, this.name), ({ type }) => CONCERNS.test(type));

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
  }

  handleEvent() {
    this.requestUpdate();
  }

  render() {
    const { value, error } = this.loaded;
    const retry = () => this.loaded.reload();
    if (!value) {
      return html`<h1 class="unseen">${plain(this.name)}</h1>${error ? problem(error, retry) : html`<section class="card">${bones(8)}</section>`}`;
    }
    const view = this.#view(value);
    return html`${definitionHead(this.kind, value)}
      ${error ? problem(error, retry) : ''}
      ${value.pin && ['suspended', 'inactive'].includes(value.pin.status) ? html`<tool-pin .pin=${value.pin}></tool-pin>` : ''}
      <div class="bar-row"><div class="switch" role="group" aria-label="What to see">${Object.entries(VIEWS)
        .filter(([name]) => name !== 'versions' || value.definition).map(([name, words]) => html`<button class="btn flat lean" aria-pressed=${name === view}
          @click=${() => setQuery('view', name)}>${words} ${name === 'versions' ? html`<span class="quiet num">${value.versions.length}</span>` : ''}</button>`)}</div>
        <div class="row last">${switchButton(this.kind, value)}
          ${value.definition ? html`<button ${needs('administrator')} class="btn ${view === 'edit' ? '' : 'pri'}" ?disabled=${view === 'edit'} @click=${() => setQuery('view', 'edit')}>Edit</button>` : ''}</div></div>
      ${this.#content(view, value)}
      ${this.#offers(view, value)}`;
  }

  #view({ definition }) {
    const view = query('view');
    return view in VIEWS || view === 'edit' ? (definition || view === 'json' ? view : '') : '';
  }

  #content(view, value) {
    const { definition } = value;
    switch (view) {
      case 'versions': return html`<version-list .kind=${this.kind} .definition=${definition} .versions=${value.versions}></version-list>`;
      case 'edit': return html`<definition-editor .kind=${this.kind} .definition=${definition}></definition-editor>`;
      case 'json': return section('As the API has it', html`<pre class="text whole" tabindex="0" role="group" aria-label="JSON">${plain(JSON.stringify(definition ?? value.tool, null, 2))}</pre>`);
      default: return html`<div class="library-two"><div>${definitionView(this.kind, value)}</div><div>${section('Related', relationList(value))}</div></div>`;
    }
  }

  #offers(view, { definition, versions, tool }) {
    const path = pathOf(this.kind, this.name);
    const requests = { versions: { path: `${path}/versions` }, '': { path: definition ? path : path.replace('/tools/', '/toolbox/') } };
    const rows = view === 'versions' ? versions : [definition ?? tool];
    return html`<div class="offers"><copy-as .cli=${definition ? writCommand(this.kind, view === 'versions' ? 'versions' : 'get', this.name) : writCommand('tools', 'pin', this.name)}
        .request=${requests[view] ?? requests['']}></copy-as>
      <export-list .rows=${rows} .name=${view === 'versions' ? `${this.kind}-versions` : this.kind}></export-list></div>`;
  }
}

customElements.define('definition-page', DefinitionPage);
