import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { actorName, clock } from '../lib/format.js';
import { tokenLook } from '../lib/library-looks.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { query, router, setQuery } from '../lib/router.js';
import { confirm } from './confirm-sheet.js';
import './copy-as.js';
import { bones, empty } from './empty.js';
import './export-list.js';
import { say } from './note-list.js';
import { problem } from './problem.js';
import { tag } from './tag.js';
import './token-form.js';

/** The tokens of agents that run elsewhere: which there are, ending one, making another one. */
class TokenList extends LightElement {
  tokens = new Loader(this, () => get('/tokens', { limit: 200 }), ({ type }) => type.startsWith('token.'));

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
    const { value, error } = this.tokens;
    const making = query('new') === 'token';
    return html`<section class="card" aria-labelledby="tokens"><header><h2 id="tokens">Access tokens of outside agents</h2>
        <button ${needs('administrator')} class="btn lean" aria-expanded=${making} @click=${() => setQuery('new', making ? '' : 'token')}>${making ? 'Close' : 'New token'}</button></header>
      ${making ? html`<token-form></token-form>` : ''}
      ${error ? problem(error, () => this.tokens.reload()) : ''}
      ${!value ? bones(2) : value.length ? html`<ul class="rows">${value.map((token) => this.#row(token))}</ul>`
        : making ? '' : empty('No token yet', 'An MCP client that runs elsewhere, say an editor, comes in with a token. It works on one task, with no more power than that task is granted.', html`<code>writ token create --purpose "sum up the notes"</code>`)}
      <div class="offers inside"><copy-as .cli=${'writ token ls'} .request=${{ path: '/tokens' }}></copy-as><export-list .rows=${value} .name=${'tokens'}></export-list></div></section>`;
  }

  #row(token) {
    const live = token.state === 'live';
    return html`<li class="token-row" tabindex="-1" data-row>${tag(tokenLook(token.state))}
      <span class="what"><span><b>${plain(token.agent)}</b> on <a class="link mono" href=${`/tasks/${token.task}`}>…${token.task.slice(-4)}</a>${token.may_approve ? html` <span class="small quiet">its person may approve</span>` : ''}</span>
        <span class="small quiet">made ${clock(token.created_at)} by ${plain(actorName(token.created_by))}, ${live ? 'ends' : 'was to end'} ${clock(token.expires_at)}</span></span>
      <code class="small quiet cut">${token.id}</code>
      <span class="act">${live ? html`<button ${needs('administrator')} class="btn lean bad" @click=${() => this.#revoke(token)}>Revoke…</button>` : ''}</span></li>`;
  }

  #revoke(token) {
    confirm({
      title: `Revoke the token of ${token.agent}`,
      words: 'Whoever holds it is out at once. Its task ends too, with all its grants, when no other token is left for it.',
      action: 'Revoke',
      record: false,
      act: async () => {
        await post(`/tokens/${token.id}/revoke`);
        say('Revoked the token');
      },
    });
  }
}

customElements.define('token-list', TokenList);
