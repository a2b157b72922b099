import { html } from 'lit';
import '../elements/bar-chart.js';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { counted, meter, unknown } from '../elements/figure-table.js';
import { periodBar } from '../elements/period-bar.js';
import { problem } from '../elements/problem.js';
import { tag } from '../elements/tag.js';
import { get } from '../lib/api.js';
import { behind, slowerThan } from '../lib/behind.js';
import { buckets } from '../lib/buckets.js';
import { micros, percent, plural } from '../lib/format.js';
import { concernsMarkers, markersOf } from '../lib/markers.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { periodOf } from '../lib/period.js';
import { plain } from '../lib/plain.js';
import { query, router, setQuery } from '../lib/router.js';

const SETTLE_MILLIS = 4000;
/** Percentiles are told in steps of 3 %: less than this is no change. */
const NOTICEABLE = 0.07;

/** How long things took, against the time before, and where most of the time goes. */
class PerformancePage extends LightElement {
  performance = new Loader(this, () => get('/performance', this.#wanted()), ({ type }) => /^(tool|model|approval|grant)\./.test(type), SETTLE_MILLIS);
  markers = new Loader(this, () => markersOf(periodOf('day')), concernsMarkers);

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
  }

  #wanted() {
    const { from, until } = periodOf('day');
    return { from, until, agent: query('agent') };
  }

  handleEvent() {
    this.requestUpdate();
    this.performance.reload();
    this.markers.reload();
  }

  render() {
    const { value, error } = this.performance;
    return html`<h1 class="unseen">Performance</h1>${periodBar('day', ['agent'], value)}
      ${error ? problem(error, () => this.performance.reload()) : ''}
      ${value ? this.#report(value) : error ? '' : html`<section class="card">${bones(8)}</section>`}
      <div class="offers"><copy-as .request=${{ path: '/performance', query: this.#wanted() }}></copy-as><export-list .rows=${value?.stages} .name=${'performance'}></export-list></div>`;
  }

  #report(report) {
    const timed = report.stages.filter((stage) => stage.timed);
    if (!timed.length) {
      return html`<section class="card">${empty('Nothing was timed', 'Each task, permission check, call and answer is timed as it ends, and compared here with the time before. Choose a longer period, or hand in a request.',
        html`<a class="btn pri" href="/tasks?new=1">New request</a>`)}</section>`;
    }
    const chosen = timed.find(({ stage }) => stage === query('stage')) ?? timed.find(({ stage }) => stage === report.bottleneck?.stage) ?? timed[0];
    return html`${report.bottleneck ? html`<section class="card bottleneck" aria-label="Bottleneck"><h2>Where the time goes</h2>
        <p><bdi>${plain(report.bottleneck.sentence)}</bdi></p>${meter(report.bottleneck.share, 'wait')}
        <a class="btn" href=${behind(report.bottleneck.events)}>See these calls</a></section>` : ''}
      <section class="card" aria-label="Stages"><header><h2>Stages</h2><span class="tiny">${report.retries ? html`<a class="link" href=${retried(report)}>${plural(report.retries, 'retry', 'retries')} of models</a> · ` : ''}choose one to see it over time</span></header>${stages(report, chosen)}</section>
      ${over(report, chosen, this.markers.value)}`;
  }
}

const retried = ({ from, until }) => `/events?${new URLSearchParams({ type: 'model.retrying', from, until })}`;

const stages = (report, chosen) => html`<figure-table caption="Times by stage" .most=${20} .rows=${report.stages} .columns=${[
  { name: 'Stage', of: (one) => (one.timed ? html`<button class="name-link" aria-pressed=${one === chosen} @click=${() => setQuery('stage', one.stage)}>${one.title}</button>` : html`<span class="quiet">${one.title}</span>`) },
  { name: 'Timed', num: true, of: (one) => (one.timed ? counted(one.timed, behind(one.events)) : unknown('nothing timed')) },
  { name: 'p50', num: true, of: (one) => time(one, one.p50_micros) },
  { name: 'p95', num: true, of: (one) => time(one, one.p95_micros) },
  { name: 'p99', num: true, of: (one) => time(one, one.p99_micros) },
  { name: 'p95 before', num: true, of: (one) => (one.before.timed ? html`<span class="quiet">${micros(one.before.p95_micros)}</span>` : unknown('nothing timed before')) },
  { name: 'Change', num: true, of: change },
  { name: 'Over time', num: true, of: (one) => (one.timed ? html`<bar-chart bare .none=${'nothing timed'} .grain=${one.grain} .bars=${bars(report, one, ['p95'])}></bar-chart>` : '') },
]}></figure-table>`;

const time = (one, value) => (one.timed ? html`<a class="figure" href=${slowerThan(one.events, value)}>${micros(value)}</a>` : unknown('nothing timed'));

/** How the 95th percentile stands against that of the time before; in words, since colour alone says nothing. */
function change(one) {
  if (!one.timed || !one.before.timed || !one.before.p95_micros) {
    return unknown('nothing to compare with');
  }
  const share = one.p95_micros / one.before.p95_micros - 1;
  if (Math.abs(share) < NOTICEABLE) {
    return html`<span class="quiet">as before</span>`;
  }
  return share > 0 ? tag({ word: `${share < 1 ? percent(share) : times(share + 1)} slower`, icon: 'up', tone: 'bad' }) : tag({ word: `${percent(-share)} faster`, icon: 'down', tone: 'good' });
}

/** @param {number} factor */
const times = (factor) => `${factor < 10 ? factor.toFixed(1) : Math.round(factor).toLocaleString('en')} ×`;

const TONES = { p95: 'soft', p50: 'solid' };

const bars = (report, stage, names) => buckets(report, stage.grain, stage.series).map(({ from, until, value }) => ({
  from,
  until,
  href: value ? behind(value.events) : '',
  parts: value?.timed ? names.map((name) => ({ name, value: value[`${name}_micros`], words: micros(value[`${name}_micros`]), tone: TONES[name] })) : [],
}));

const over = (report, stage, markers) => html`<div class="pair wide-left"><section class="card" aria-label="Over time"><header><h2>${stage.title}</h2><span class="tiny num">${plural(stage.timed, 'time')}, ${micros(stage.total_micros)} in all</span></header>
    <div class="body"><bar-chart .markers=${markers} .bars=${bars(report, stage, ['p95', 'p50'])} .grain=${stage.grain} .label=${`${stage.title}: p95 and p50 by the ${stage.grain}`} .none=${'nothing timed'} .top=${micros}></bar-chart></div></section>
  <section class="card" aria-label="Slowest"><header><h2>Most time went to</h2><span class="tiny">share of this stage</span></header>
    ${stage.slowest.length ? html`<ul class="rows">${stage.slowest.slice(0, 8).map((one) => html`<li><a class="slow-row" data-row href=${behind(one.events)}>
      <span class="cut"><bdi>${plain([one.subject === 'core' ? '' : one.subject, one.detail].filter(Boolean).join(' · ') || 'without a name')}</bdi></span><span class="num">${percent(one.share)}</span>
      ${meter(one.share)}<span class="tiny quiet num">p95 ${micros(one.p95_micros)} · ${one.timed.toLocaleString('en')} ×</span></a></li>`)}</ul>` : empty('Nothing to tell apart', 'What a stage spent its time on is listed here.')}</section></div>`;

customElements.define('performance-page', PerformancePage);
