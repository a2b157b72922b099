import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { confirm } from '../elements/confirm-sheet.js';
import '../elements/copy-as.js';
import '../elements/count-down.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { say } from '../elements/note-list.js';
import '../elements/privilege-score.js';
import { problem } from '../elements/problem.js';
import { askRevokeAll } from '../elements/revoke-all.js';
import '../elements/saved-filters.js';
import { scopeList } from '../elements/scope-list.js';
import { tag } from '../elements/tag.js';
import '../elements/time-ago.js';
import { get, post } from '../lib/api.js';
import { actorName, plural, secondsBetween } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { needs } from '../lib/rights.js';
import { query, router, setQuery } from '../lib/router.js';
import { grantLook } from '../lib/states.js';

const MOST = 300;
const IDLE_SECONDS = 120;

/** What agents may do right now beyond what they always may, and the way to end it. */
class GrantsPage extends LightElement {
  grants = new Loader(this, () => get('/grants', { state: query('state') || 'live', limit: MOST }), ({ type }) => /^(grant|tool)\./.test(type));

  rules = new Loader(this, () => get('/rules'), ({ type }) => type.startsWith('rule.'));

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
  }

  handleEvent() {
    this.grants.reload();
  }

  render() {
    const all = query('state') === 'all';
    const { value, error } = this.grants;
    const live = value?.filter(({ state }) => state === 'live').length ?? 0;
    return html`<h1 class="unseen">Grants</h1>
      <div class="bar-row"><div class="switch" role="group" aria-label="Which grants">
          <button class="btn flat lean" aria-pressed=${!all} @click=${() => setQuery('state', '')}>Live</button>
          <button class="btn flat lean" aria-pressed=${all} @click=${() => setQuery('state', 'all')}>All</button></div>
        <span class="quiet small">${value ? `${plural(live, 'grant')} live` : ''}</span>
        <button ${needs('operator')} class="btn bad last narrow-only" ?disabled=${!live} @click=${askRevokeAll}>Revoke all…</button></div>
      <saved-filters page="grants" .now=${location.search}></saved-filters>
      <privilege-score></privilege-score>
      ${error ? problem(error) : ''}
      <section class="card" aria-label="Grants">${!value ? bones(5) : value.length ? html`<ul class="rows">${repeat(value, ({ id }) => id, (grant) => this.#row(grant))}</ul>`
        : empty('No grant is live', 'Agents have nothing now but what they always have. A grant is given for one task, with limits, and ends by itself.',
          html`<button class="btn" @click=${() => setQuery('state', 'all')}>See the past ones</button>`)}</section>
      ${this.rules.value?.length ? html`<section class="card" aria-labelledby="rules"><header><h2 id="rules">Standing rules</h2>
          <span class="small quiet">Who asks for no more than this is not asked about again.</span></header>
        <ul class="rows">${repeat(this.rules.value, ({ id }) => id, (rule) => this.#rule(rule))}</ul></section>` : ''}
      <div class="offers"><copy-as .cli=${`writ grants ls${all ? ' --state all' : ''}`} .request=${{ path: '/grants', query: { state: all ? 'all' : 'live', limit: MOST } }}></copy-as><export-list .rows=${value} .name=${'grants'}></export-list></div>`;
  }

  #rule(rule) {
    return html`<li class="grant-row" tabindex="-1" data-row>
      <div class="what"><b>${rule.tool}</b>
        <span class="small quiet">${rule.agent} · ${rule.operations.join(', ') || 'every operation'}</span></div>
      <div class="small">${scopeList(rule.scope)}</div>
      <div class="small quiet use">${rule.workspace ? html`in <code>${rule.workspace}</code>` : 'without a workspace'}<br><span>made by ${actorName(rule.created_by)}</span></div>
      <div class="small quiet left"><count-down .until=${rule.expires_at}></count-down> left</div>
      <div class="act"><button ${needs('operator')} class="btn lean bad" @click=${() => this.#end(rule)}>End…</button></div></li>`;
  }

  #end(rule) {
    confirm({
      title: `End the rule for ${rule.tool}`,
      words: `From now on ${rule.agent} is asked about again. What was granted by the rule stays until it ends by itself or is revoked.`,
      action: 'End the rule',
      act: async () => {
        await post(`/rules/${rule.id}/end`);
        say(`Ended the rule for ${rule.tool}`);
      },
    });
  }

  #row(grant) {
    const live = grant.state === 'live';
    return html`<li class="grant-row" tabindex="-1" data-row>
      <div class="what"><span class="row"><b>${grant.tool}</b> ${tag(grantLook(grant.state))}</span>
        <span class="small quiet"><a class="link" href=${`/tasks/${grant.tree}?at=${grant.task}`}>${grant.agent}</a> · ${grant.operations.join(', ') || 'every operation'}</span></div>
      <div class="small">${scopeList(grant.scope)}</div>
      <div class="small quiet use">${grant.uses ? html`${plural(grant.uses, 'use')}, the last <time-ago .time=${grant.last_used_at}></time-ago>`
        : live && secondsBetween(grant.granted_at) > IDLE_SECONDS ? html`<span class="hint">not used yet: was it needed?</span>` : 'not used'}<br>
        <span>given by ${actorName(grant.approved_by)}</span></div>
      <div class="small quiet left">${live ? html`<count-down .until=${grant.expires_at}></count-down> left` : grant.end_reason || grant.state}</div>
      <div class="act">${live ? html`<button ${needs('operator')} class="btn lean bad" @click=${() => this.#revoke(grant)}>Revoke…</button>` : ''}</div></li>`;
  }

  #revoke(grant) {
    confirm({
      title: `Revoke ${grant.tool}`,
      words: `${grant.agent} loses it at once, and what runs under it is stopped. It may ask again.`,
      action: 'Revoke',
      act: async (reason) => {
        await post(`/grants/${grant.id}/revoke`, reason ? { reason } : {});
        say(`Revoked ${grant.tool} of ${grant.agent}`);
      },
    });
  }
}

customElements.define('grants-page', GrantsPage);
