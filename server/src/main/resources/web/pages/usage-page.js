import { html } from 'lit';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { counted, meter, unknown } from '../elements/figure-table.js';
import { narrowing, periodBar } from '../elements/period-bar.js';
import { problem } from '../elements/problem.js';
import '../elements/saved-filters.js';
import { get } from '../lib/api.js';
import { behind, slowerThan } from '../lib/behind.js';
import { micros, money, percent, short } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { periodOf } from '../lib/period.js';
import { plain } from '../lib/plain.js';
import { query, router } from '../lib/router.js';

const SETTLE_MILLIS = 4000;

/** Who used what in a period: calls and how they came out, models, grants, and what may be worth a change. */
class UsagePage extends LightElement {
  usage = new Loader(this, () => get('/usage', this.#wanted()), ({ type }) => /^(tool\.(succeeded|failed|denied)|model\.called|grant\.)/.test(type), SETTLE_MILLIS);

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
    return { from, until, agent: query('agent'), tool: query('tool') };
  }

  handleEvent() {
    this.requestUpdate();
    this.usage.reload();
  }

  render() {
    const { value, error } = this.usage;
    return html`<h1 class="unseen">Usage</h1>${periodBar('day', ['agent', 'tool'], value)}
      <saved-filters page="usage" .now=${location.search}></saved-filters>
      ${error ? problem(error, () => this.usage.reload()) : ''}
      ${value ? this.#report(value) : error ? '' : html`<section class="card">${bones(8)}</section>`}
      <div class="offers"><copy-as .request=${{ path: '/usage', query: this.#wanted() }}></copy-as><export-list .rows=${value?.operations} .name=${'usage'}></export-list></div>`;
  }

  #report(usage) {
    const { total, models, grants, recommendations } = usage;
    if (!total.calls && !models.length && !grants.length) {
      return html`<section class="card">${empty('Nothing was used in this time', 'Every call of a tool, every answer of a model and every grant that ends is counted here, by agent and by tool. Choose a longer period, or hand in a request.',
        html`<a class="btn pri" href="/tasks?new=1">New request</a>`)}</section>`;
    }
    return html`${this.#totals(usage)}
      ${recommendations.length ? card('Worth a look', html`<ul class="rows advice">${recommendations.map((one) => html`<li><span class="tag ${one.kind === 'predict' ? 'run' : 'wait'}">${ADVICE[one.kind] ?? plain(one.kind).replaceAll('_', ' ')}</span>
          <bdi>${plain(one.sentence)}</bdi></li>`)}</ul>`) : ''}
      <div class="pair">${card('Tools', lines('Calls by tool', usage.tools, [{ name: 'Tool', of: ({ tool }) => narrowing('tool', tool) }], [], true))}
        ${card('Agents', lines('Calls by agent', usage.agents, [{ name: 'Agent', of: ({ agent }) => narrowing('agent', agent) }], [], true))}</div>
      ${card('Operations', lines('Calls by agent and operation', usage.operations, [
        { name: 'Operation', of: (one) => html`<bdi>${plain([one.tool === 'core' ? '' : one.tool, one.operation].filter(Boolean).join('.'))}</bdi>` },
        { name: 'Agent', of: ({ agent }) => narrowing('agent', agent) }]))}
      ${card('Models', models.length ? lines('Calls of models', models, [
        { name: 'Model', of: ({ model }) => html`<bdi>${plain(model)}</bdi>` }, { name: 'Agent', of: ({ agent }) => narrowing('agent', agent) }], [
        { name: 'Tokens', num: true, of: ({ tokens }) => short(tokens) }, { name: 'Cost', num: true, of: (one) => money(one.cost_micros) }])
        : empty('No model was asked', 'Answers of models, their tokens and what they cost are counted here.'))}
      ${card('Grants that ended', grants.length ? html`${this.#prediction(usage.prediction)}${grantTable(grants)}`
        : empty('No grant ended', 'When one ends, it is counted here whether it was ever used: what is not used need not be granted.'))}`;
  }

  #totals({ total, models, from, until }) {
    const all = `?${new URLSearchParams({ stage: 'tool', from, until, ...(query('agent') ? { agent: query('agent') } : {}), ...(query('tool') ? { subject: query('tool') } : {}) })}`;
    const tokens = models.reduce((sum, model) => sum + model.tokens, 0);
    const cost = models.reduce((sum, model) => sum + model.cost_micros, 0);
    return html`<div class="gauges five">
      ${gauge(behind(all), many(total.calls), total.calls === 1 ? 'call' : 'calls')}
      ${gauge(behind(all, { outcome: 'succeeded' }), total.calls ? percent(total.success_rate) : '–', 'succeeded')}
      ${gauge(behind(all, { outcome: 'failed' }), many(total.failed), 'failed', total.failed ? 'bad' : '')}
      ${gauge(behind(all, { outcome: 'denied' }), many(total.denied), 'denied', total.denied ? 'wait' : '')}
      ${gauge(behind(all, { stage: 'model', subject: '' }), models.length ? short(tokens) : '–', models.length ? `tokens, ${money(cost)}` : 'no model asked')}</div>`;
  }

  #prediction({ predicted, predicted_used: used, precision, recall, requested_used: requested }) {
    return html`<p class="told">${predicted ? html`Of what was predicted, <b class="num">${percent(precision)}</b> was used (${used} of ${predicted}).` : 'Nothing was predicted.'}
      ${used + requested ? html`Of what was used, <b class="num">${percent(recall)}</b> had been predicted.` : ''}</p>`;
  }
}

/** @param {number} count */
const many = (count) => (count < 100_000 ? count.toLocaleString('en') : short(count));

const ADVICE = { unused_grants: 'unused grants', predict: 'predict it', unreliable_operation: 'unreliable', denied_often: 'denied often', idle_tool: 'idle tool' };

const card = (title, content) => html`<section class="card" aria-label=${title}><header><h2>${title}</h2></header>${content}</section>`;

const gauge = (href, number, words, tone = '') => html`<a class="card gauge ${tone}" href=${href}><span class="num">${number}</span> <span>${words}</span></a>`;

/** @param {string} caption @param {any[]} rows @param {any[]} names @param {any[]} [more] @param {boolean} [lean] */
const lines = (caption, rows, names, more = [], lean = false) => (rows.length ? html`<figure-table .caption=${caption} .rows=${rows} .columns=${[
  ...names,
  { name: 'Calls', num: true, of: (one) => counted(one.calls, behind(one.events)) },
  { name: 'Succeeded', num: true, of: (one) => html`<span class="rate">${meter(one.success_rate, one.success_rate < 0.5 ? 'bad' : '')}<a class="figure" href=${behind(one.events, { outcome: 'succeeded' })}>${percent(one.success_rate)}</a></span>` },
  { name: 'Failed', num: true, of: (one) => counted(one.failed, behind(one.events, { outcome: 'failed' })) },
  ...(more.length ? more : [{ name: 'Denied', num: true, of: (one) => counted(one.denied, behind(one.events, { outcome: 'denied' })) }]),
  ...(lean ? [] : [{ name: 'p50', num: true, of: (one) => (one.timed ? html`<a class="figure" href=${slowerThan(one.events, one.p50_micros)}>${micros(one.p50_micros)}</a>` : unknown('nothing timed')) }]),
  { name: 'p95', num: true, of: (one) => (one.timed ? html`<a class="figure" href=${slowerThan(one.events, one.p95_micros)}>${micros(one.p95_micros)}</a>` : unknown('nothing timed')) },
]}></figure-table>` : empty('No call in this time', 'Calls of tools are counted here as they end.'));

const grantTable = (grants) => html`<figure-table caption="Grants by agent and tool" .rows=${grants} .columns=${[
  { name: 'Tool', of: ({ tool }) => narrowing('tool', tool) },
  { name: 'Agent', of: ({ agent }) => narrowing('agent', agent) },
  { name: 'Ended', num: true, of: (one) => counted(one.ended, behind(one.events)) },
  { name: 'Never used', num: true, of: (one) => html`<span class="rate">${one.ended ? meter(one.unused / one.ended, 'wait') : ''}${counted(one.unused, behind(one.events, { outcome: 'failed' }))}</span>` },
  { name: 'Predicted, used', num: true, of: (one) => (one.predicted ? html`<span>${counted(one.predicted_used, behind(one.events, { detail: 'predicted', outcome: 'succeeded' }))} of ${counted(one.predicted, behind(one.events, { detail: 'predicted' }))}</span>` : unknown('nothing predicted')) },
  { name: 'Asked for, used', num: true, of: (one) => (one.requested ? `${one.requested_used} of ${one.requested}` : unknown('nothing asked for')) },
  { name: 'Live now', num: true, of: (one) => html`<span>${counted(one.live, '/grants')}${one.live_unused ? html` <span class="quiet">${one.live_unused} not used yet</span>` : ''}</span>` },
]}></figure-table>`;

customElements.define('usage-page', UsagePage);
