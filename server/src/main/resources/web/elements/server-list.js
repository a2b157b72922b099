import { html } from 'lit';
import { get } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { serverLook } from '../lib/library-looks.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { query, router, setQuery } from '../lib/router.js';
import './copy-as.js';
import { bones } from './empty.js';
import './export-list.js';
import { problem } from './problem.js';
import './server-details.js';
import { tag } from './tag.js';

/** The tool servers, Writ's own and those of third parties; the one that the address names is open. */
class ServerList extends LightElement {
  servers = new Loader(this, () => get('/servers'), ({ type }) => /^(server|entity)\./.test(type));

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

  updated() {
    const open = query('server');
    if (open && this.servers.value && this.shown !== open) {
      this.shown = open;
      this.querySelector('[aria-expanded="true"]')?.scrollIntoView({ block: 'start' });
    }
  }

  render() {
    const { value, error } = this.servers;
    return html`<section class="card" aria-labelledby="servers"><header><h2 id="servers">Tool servers</h2><span class="tiny">${value ? plural(value.length, 'server') : ''}</span></header>
      ${error ? problem(error, () => this.servers.reload()) : ''}
      ${value ? html`<ul class="rows">${value.map((server) => this.#row(server))}</ul>
        ${value.some(({ kind }) => kind !== 'built in') ? '' : html`<p class="hint-line small">Servers of others can join: name them under <code>servers</code> in <code>writ.yaml</code>, and start Writ again. Their tools then stand beside these, each behind the same approvals.</p>`}` : bones(4)}
      <div class="offers inside"><copy-as .cli=${'writ servers ls'} .request=${{ path: '/servers' }}></copy-as><export-list .rows=${value} .name=${'servers'}></export-list></div></section>`;
  }

  #row(server) {
    const open = query('server') === server.name;
    return html`<li><button class="server-row" data-row aria-expanded=${open} @click=${() => setQuery('server', open ? '' : server.name)}>
        ${tag(serverLook(server.state))}
        <span class="what"><bdi class="name">${plain(server.name)}</bdi><span class="cut small quiet">${plain(server.detail ?? '') || server.tools.map(plain).join(', ')}</span></span>
        <span class="small quiet kind">${server.kind === 'built in' ? 'part of Writ' : `third party, ${server.kind}`}</span>
        <span class="small quiet num">${plural(server.tools.length, 'tool')}</span></button>
      ${open ? html`<server-details .server=${server}></server-details>` : ''}</li>`;
  }
}

customElements.define('server-list', ServerList);
