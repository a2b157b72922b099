import { html } from 'lit';
import '../elements/copy-as.js';
import { diffView } from '../elements/diff-view.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { improvementActs } from '../elements/improvement-acts.js';
import { effectTable, evidenceChart, guardrails, pairTable, stages, timeline } from '../elements/improvement-views.js';
import { problem } from '../elements/problem.js';
import { tag } from '../elements/tag.js';
import { get, orNothing } from '../lib/api.js';
import { writCommand } from '../lib/commands.js';
import { actorName, plural } from '../lib/format.js';
import { definitionPath, improvementLook, stageName } from '../lib/improvements.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { query, router, setQuery } from '../lib/router.js';

const SETTLE_MILLIS = 600;

/** One experiment: what is tried and why, before and after, the evidence as it grew, and what a person can do. */
class ImprovementPage extends LightElement {
  static properties = { experiment: { attribute: false } };
  loaded = new Loader(this, () => orNothing(get(this.#path())), (event) => event.entity === this.experiment || /^(entity|experiment)\./.test(event.type) || /^task\.(completed|failed)$/.test(event.type), SETTLE_MILLIS);

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

  #path() {
    return `/improvements/${encodeURIComponent(this.experiment)}`;
  }

  render() {
    const { value, error } = this.loaded;
    const retry = () => this.loaded.reload();
    if (!value) {
      return html`<h1 class="unseen">An experiment</h1>${error ? problem(error, retry) : html`<section class="card">${value === null
        ? empty('There is no such experiment', 'It may be of another data folder.', html`<a class="btn" href="/improvements">See all</a>`) : bones(8)}</section>`}`;
    }
    return html`${head(value)}${error ? problem(error, retry) : ''}
      <section class="card ${value.state === 'waiting' ? 'attention' : ''}" aria-label="Where it stands"><header><h2>Where it stands</h2><span class="tiny quiet">${value.ended_at ? 'ended' : 'goes on'}</span></header>
        <div class="body"><p class="lead" role="status"><bdi>${plain(value.standing)}</bdi></p>${stages(value)}</div></section>
      ${value.outcomes.length ? this.#effects(value) : ''}
      <div class="library-two"><div>${value.outcomes.length ? '' : html`${difference(value)}${this.#effects(value)}`}
          ${value.outcomes.length ? html`<section class="card" aria-label="Evidence"><header><h2>Evidence over time</h2><span class="tiny num">${plural(value.pairs, 'pair')}</span></header><div class="body">${evidenceChart(value)}</div></section>` : ''}
          ${value.evidence?.guardrails.length ? html`<section class="card" aria-label="Guardrails"><header><h2>Guardrails</h2><span class="tiny">broken, it is taken back whatever the score says</span></header>${guardrails(value.evidence)}</section>` : ''}
          ${value.outcomes.length ? difference(value) : ''}</div>
        <div>${why(value)}<section class="card" aria-label="Timeline"><header><h2>Timeline</h2><span class="tiny">newest first</span></header>${timeline(value)}</section></div></div>
      ${value.outcomes.length ? html`<details class="stack"><summary>${plural(value.outcomes.length, 'pair')} of tasks, each as it came out</summary><section class="card">${pairTable(value)}</section></details>` : ''}
      <div class="offers"><copy-as .cli=${writCommand('improve', 'show', value.id)} .request=${{ path: this.#path() }}></copy-as>
        <export-list .rows=${value.outcomes} .name=${`improvement-${value.id}`}></export-list></div>`;
  }

  #effects(value) {
    const measured = value.effects.filter(({ stage, measures }) => stage === 'all' || measures.some(({ before, after }) => before || after));
    const chosen = measured.find(({ stage }) => stage === query('stage')) ?? measured[0];
    const any = chosen.measures.some(({ before, after }) => before || after);
    return html`<section class="card" aria-label="Before and after"><header class="wrap"><h2>Before and after</h2>${measured.length > 2 ? html`<div class="switch" role="group" aria-label="Of which stage">${measured.map(({ stage }) => html`<button class="btn flat lean"
        aria-pressed=${stage === chosen.stage} @click=${() => setQuery('stage', stage === 'all' ? '' : stage)}>${stageName(stage)}</button>`)}</div>` : html`<span class="tiny num">${any ? plural(chosen.pairs, 'pair') : ''}</span>`}</header>
      ${any ? html`${effectTable(chosen, `Before and after, ${stageName(chosen.stage).toLowerCase()}`)}<p class="hint-line small quiet">Intervals of the mean difference hold for whoever looks once. They are no verdict: that comes from the evidence.</p>`
        : empty('Nothing to compare yet', 'Tasks are worked under both versions, in pairs. Their score, errors, denials, cost and time are compared here, and the evidence for and against the change is drawn as it grows.')}</section>`;
  }
}

const head = (one) => html`<div class="head definition-head"><div class="spread wrap"><div class="row"><h1><bdi>${plain(one.name)}</bdi>, version ${one.candidate}</h1>${tag(improvementLook(one.state))}</div>
    <div class="row acts-row">${improvementActs(one)}</div></div>
  <p class="facts"><span>${one.kind} <a class="link" href=${definitionPath(one.kind, one.name)}><bdi>${plain(one.name)}</bdi></a></span><span>from version ${one.incumbent}</span><span>version ${one.active} is active</span></p></div>`;

const difference = (one) => html`<section class="card" aria-label="What differs"><header><h2>What differs</h2><span class="tiny num">version ${one.incumbent} and ${one.candidate}</span></header>
  <div class="body flush">${diffView(one.diff)}</div></section>`;

const why = (one) => html`<section class="card part" aria-label="Why"><header><h2>Why</h2></header><div class="body"><dl class="terms stacked">
  <dt>Seems wrong</dt><dd><bdi>${plain(one.hypothesis)}</bdi></dd><dt>Should bring</dt><dd><bdi>${plain(one.expected_effect)}</bdi></dd>
  <dt>Noticed as</dt><dd>${plain(one.opportunity).replaceAll('_', ' ')}</dd><dt>Proposed by</dt><dd>${plain(actorName(one.proposed_by))}</dd>
  ${one.seen_in.length ? html`<dt>Seen in</dt><dd>${one.seen_in.map((id) => html`<a class="figure mono small" href=${`/events?entity=${encodeURIComponent(id)}`}>${plain(id)}</a> `)}</dd>` : ''}</dl></div></section>`;

customElements.define('improvement-page', ImprovementPage);
