import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import '../elements/anomaly-card.js';
import '../elements/audit-search.js';
import '../elements/audit-state.js';
import '../elements/bar-chart.js';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { counted, meter } from '../elements/figure-table.js';
import { narrowing, periodBar } from '../elements/period-bar.js';
import { problem } from '../elements/problem.js';
import '../elements/time-ago.js';
import { get, orNothing } from '../lib/api.js';
import { behind } from '../lib/behind.js';
import { buckets } from '../lib/buckets.js';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { periodOf } from '../lib/period.js';
import { plain } from '../lib/plain.js';
import { query, router, setQuery } from '../lib/router.js';
import { EVER } from '../lib/waiting.js';

const SETTLE_MILLIS = 2000;
const isOfAnomalies = ({ type }) => type.startsWith('anomaly.');

/** What was out of the ordinary, what was refused, and who is suspended. */
class SecurityPage extends LightElement {
  open = new Loader(this, () => get('/anomalies', { state: 'open', from: EVER, agent: query('agent') }), isOfAnomalies);
  past = new Loader(this, () => get('/anomalies', { state: 'resolved', ...span(), agent: query('agent') }), isOfAnomalies);
  named = new Loader(this, () => (query('anomaly') ? orNothing(get(`/anomalies/${encodeURIComponent(query('anomaly'))}`)) : Promise.resolve(undefined)), isOfAnomalies);
  report = new Loader(this, () => get('/security', { ...span(), agent: query('agent') }), ({ type }) => /^(tool\.denied|grant\.refused|anomaly\.)/.test(type), SETTLE_MILLIS);

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
    [this.open, this.past, this.named, this.report].forEach((loader) => loader.reload());
  }

  render() {
    const { value, error } = this.report;
    return html`<h1 class="unseen">Security</h1>${periodBar('week', ['agent'], value)}
      ${query('anomaly') ? this.#named() : ''}${this.#open()}
      <audit-state></audit-state>
      ${error ? problem(error, () => this.report.reload()) : ''}
      ${value ? html`${value.suspensions.length ? suspensions(value.suspensions) : ''}${denials(value)}${edges(value)}` : error ? '' : html`<section class="card">${bones(6)}</section>`}
      ${this.#past()}
      <audit-search .period=${periodOf('week')}></audit-search>
      <div class="offers"><copy-as .request=${{ path: '/security', query: { ...span(), agent: query('agent') } }}></copy-as>
        <export-list .rows=${[...(this.open.value ?? []), ...(this.past.value ?? [])]} .name=${'anomalies'}></export-list></div>`;
  }

  /** The one that the address names, wherever it would stand otherwise. */
  #named() {
    const { value, error } = this.named;
    return html`<section class="stack" aria-labelledby="named-anomaly"><div class="spread"><h2 id="named-anomaly">The anomaly of this address</h2>
        <button class="btn flat lean" @click=${() => setQuery('anomaly', '')}>Put away</button></div>
      ${error ? problem(error, () => this.named.reload()) : value === null ? html`<div class="card">${empty('There is no such anomaly', 'It may be of another data folder.')}</div>`
        : value ? html`<anomaly-card .anomaly=${value}></anomaly-card>` : html`<div class="card">${bones(3)}</div>`}</section>`;
  }

  #open() {
    const { error } = this.open;
    const value = this.open.value?.filter(({ id }) => id !== query('anomaly'));
    return html`<section class="stack" aria-labelledby="open-anomalies"><h2 id="open-anomalies">${value?.length ? plural(value.length, 'open anomaly', 'open anomalies') : 'Open anomalies'}</h2>
      <span class="unseen" role="status">${value?.length ? plural(value.length, 'open anomaly', 'open anomalies') : ''}</span>
      ${error ? problem(error, () => this.open.reload()) : ''}
      ${value?.length ? repeat(value, ({ id }) => id, (anomaly) => html`<anomaly-card .anomaly=${anomaly}></anomaly-card>`)
        : value ? html`<div class="card">${empty('Nothing out of the ordinary', 'Agents are watched by fixed rules: sudden rates and volumes, first uses, unusual hours, bursts of denials, feeling along a limit. What one of them finds appears here at once, with its figures and its evidence.')}</div>`
          : error ? '' : html`<div class="card">${bones(3)}</div>`}</section>`;
  }

  #past() {
    const { value, error } = this.past;
    return html`${error ? problem(error, () => this.past.reload()) : ''}${value?.length ? html`<details class="stack"><summary>${plural(value.length, 'resolved anomaly', 'resolved anomalies')} of this time</summary>
      ${value.map((anomaly) => html`<anomaly-card .anomaly=${anomaly}></anomaly-card>`)}</details>` : ''}`;
  }
}

const span = () => {
  const { from, until } = periodOf('week');
  return { from, until };
};

const suspensions = (all) => html`<section class="card attention" aria-label="Suspensions"><header><h2>Suspended</h2><span class="tiny">ends when its anomaly is resolved</span></header>
  <ul class="rows">${all.map((one) => html`<li class="pad"><b><bdi>${plain(one.kind)} ${plain(one.subject)}</bdi></b> <span class="quiet small">since <time-ago .time=${one.since}></time-ago>, by <a class="link" href=${`/security?anomaly=${encodeURIComponent(one.anomaly)}`}>this anomaly</a></span></li>`)}</ul></section>`;

function denials(report) {
  if (!report.denials) {
    return html`<section class="card" aria-label="Denials"><header><h2>Denials</h2></header>${empty('Nothing was denied', 'Every call and request that a rule refused in this time is counted here, by rule, agent and tool.')}</section>`;
  }
  const bars = buckets(report, report.grain, report.series).map(({ from, until, value }) => ({
    from,
    until,
    href: value ? behind('?stage=denial', { from, until, ...(query('agent') ? { agent: query('agent') } : {}) }) : '',
    parts: value ? [{ name: 'denials', value: value.denials, words: String(value.denials), tone: 'bad' }] : [],
  }));
  const table = (caption, rows, name, of) => html`<figure-table .caption=${caption} .most=${6} .rows=${rows} .columns=${[{ name, of },
    { name: 'Denials', num: true, of: (one) => html`<span class="rate">${meter(one.denials / report.denials, 'bad')}${counted(one.denials, behind(one.events))}</span>` }]}></figure-table>`;
  return html`<section class="card" aria-label="Denials"><header><h2>Denials</h2><span class="tiny num">${plural(report.denials, 'denial')} in all</span></header>
    <div class="body"><bar-chart .bars=${bars} .grain=${report.grain} .label=${`Denials by the ${report.grain}`} .none=${'none'} .top=${(most) => `up to ${most}`}></bar-chart></div>
    <div class="thirds">${table('Denials by rule', report.by_rule, 'Rule', ({ rule }) => html`<bdi>${plain(rule).replaceAll('_', ' ')}</bdi>`)}
      ${table('Denials by agent', report.by_agent, 'Agent', ({ agent }) => narrowing('agent', agent))}
      ${table('Denials by tool', report.by_tool, 'Tool', ({ tool }) => html`<bdi>${plain(tool || 'requests for tools')}</bdi>`)}</div></section>`;
}

const edges = (report) => (report.edges.length ? html`<section class="card" aria-label="Edges"><header><h2>Tried just outside of what was granted</h2><span class="tiny">of the newest ${plural(report.edges_of_newest, 'denial')}</span></header>
  <figure-table caption="What agents tried" .rows=${report.edges} .columns=${[
    { name: 'Target', of: ({ target }) => (target ? html`<bdi class="mono target">${plain(target)}</bdi>` : html`<span class="quiet">the operation as such</span>`) },
    { name: 'Operation', of: (one) => html`<bdi>${plain([one.tool === 'core' ? '' : one.tool, one.operation].filter(Boolean).join('.'))}</bdi>` },
    { name: 'Agent', of: ({ agent }) => narrowing('agent', agent) },
    { name: 'Rule', of: ({ rule }) => html`<bdi>${plain(rule).replaceAll('_', ' ')}</bdi>` },
    { name: 'Denials', num: true, of: (one) => counted(one.denials, behind('?stage=denial', { from: report.from, until: report.until, agent: one.agent, subject: one.tool, detail: one.rule })) },
    { name: 'Newest', num: true, of: ({ call }) => html`<a class="figure" href=${`/events?entity=${encodeURIComponent(call)}`}>see it</a>` },
  ]}></figure-table></section>` : '');

customElements.define('security-page', SecurityPage);
