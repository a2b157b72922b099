import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { actorName, clock } from '../lib/format.js';
import { KINDS, pathOf } from '../lib/kinds.js';
import { LightElement } from '../lib/light.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { query, setQueries, setQuery } from '../lib/router.js';
import { confirm } from './confirm-sheet.js';
import { diffView } from './diff-view.js';
import { bones } from './empty.js';
import { say } from './note-list.js';
import { problem } from './problem.js';
import { tag } from './tag.js';
import './time-ago.js';

/** The versions of a definition: who, when, why, which is active; how two of them differ; the way back to one. */
class VersionList extends LightElement {
  static properties = { kind: { attribute: false }, definition: { attribute: false }, versions: { attribute: false }, diff: { state: true } };

  willUpdate() {
    const [from, to] = this.#chosen();
    const wanted = `${from} ${to}`;
    if (from && this.diff?.wanted !== wanted) {
      this.#compare(from, to, wanted);
    }
  }

  /** The two to compare: as the address says, else the newest and the one before. @returns {[number, number]} */
  #chosen() {
    const numbers = this.versions.map(({ version }) => version);
    const named = (name, usual) => (numbers.includes(Number(query(name))) ? Number(query(name)) : usual);
    return numbers.length > 1 ? [named('from', numbers[1]), named('to', numbers[0])] : [0, 0];
  }

  /** @param {number} from @param {number} to @param {string} wanted */
  async #compare(from, to, wanted) {
    this.diff = { wanted };
    try {
      const { diff } = await get(`${this.#path()}/diff`, { from, to });
      this.#keep({ wanted, text: diff });
    } catch (error) {
      this.#keep({ wanted, error });
    }
  }

  #keep(diff) {
    if (this.diff?.wanted === diff.wanted) {
      this.diff = diff;
    }
  }

  #path() {
    return pathOf(this.kind, this.definition.name, this.definition.id);
  }

  render() {
    const [from, to] = this.#chosen();
    return html`<section class="card" aria-label="Versions"><header><h2>Versions</h2><span class="tiny">the newest first</span></header>
        <ul class="rows">${this.versions.map((version) => this.#row(version))}</ul></section>
      ${from ? html`<section class="card" aria-label="Comparison"><header class="compare"><h2>What differs</h2>
          <div class="row">${this.#pick('from', from, 'From')} ${this.#pick('to', to, 'to')}</div></header>
        <div class="body">${this.#comparison()}</div></section>`
        : html`<p class="quiet small">There is one version. The next change adds another one, and this one stays.</p>`}`;
  }

  #comparison() {
    if (this.diff?.error) {
      return problem(this.diff.error, () => (this.diff = null));
    }
    return this.diff?.text === undefined ? bones(4) : diffView(this.diff.text);
  }

  #pick(name, chosen, label) {
    return html`<label class="pick">${label} <select class="input" @change=${(event) => setQuery(name, event.target.value)}>
      ${this.versions.map(({ version }) => html`<option value=${version} ?selected=${version === chosen}>version ${version}</option>`)}</select></label>`;
  }

  #row(version) {
    const active = version.version === this.definition.version;
    return html`<li class="version-row" tabindex="-1" data-row data-version=${version.version}>
      <span class="row"><b class="num">version ${version.version}</b> ${active ? tag({ word: 'active', icon: 'done', tone: 'good' }) : ''} ${version.quarantined_by ? html`${tag({ word: 'in quarantine', icon: 'failed', tone: 'bad' })}
        <a class="link small" href=${`/incidents?incident=${encodeURIComponent(version.quarantined_by)}`}>why, and how to let it in again</a>` : ''}</span>
      <span class="why">${version.reason ? html`<q>${plain(version.reason)}</q>` : html`<span class="quiet">no reason given</span>`}</span>
      <span class="small quiet">by ${plain(actorName(version.author))}, <time datetime=${version.created_at} title=${version.created_at}>${clock(version.created_at)}</time></span>
      <span class="act">${active ? '' : html`<button class="btn lean" @click=${() => this.#against(version)}>Compare</button>
        ${version.quarantined_by ? '' : html`<button ${needs('administrator')} class="btn lean" @click=${() => this.#rollBack(version)}>Roll back…</button>`}`}</span></li>`;
  }

  /** With the active one. */
  #against({ version }) {
    setQueries({ from: String(version), to: String(this.definition.version) });
    this.requestUpdate();
  }

  #rollBack({ version }) {
    confirm({
      title: `Roll back to version ${version}`,
      words: `${this.definition.name} is then as it was in version ${version}, for all that begins from now on. Version ${this.definition.version} stays in the list. The ${KINDS[this.kind].one} can be moved forward again in the same way.`,
      action: `Roll back to ${version}`,
      act: async (reason) => {
        await post(`${this.#path()}/rollback`, { version, ...(reason ? { reason } : {}) });
        say(`${this.definition.name} is at version ${version}`);
      },
    });
  }
}

customElements.define('version-list', VersionList);
