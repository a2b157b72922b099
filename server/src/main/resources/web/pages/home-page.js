import { html } from 'lit';
import '../elements/count-down.js';
import { bones, empty } from '../elements/empty.js';
import { problem } from '../elements/problem.js';
import '../elements/server-health.js';
import { incidentTag } from '../elements/incident-card.js';
import { tag } from '../elements/tag.js';
import { taskRows } from '../elements/task-rows.js';
import '../elements/time-ago.js';
import { get } from '../lib/api.js';
import { plural, secondsBetween } from '../lib/format.js';
import { scoreWords } from '../lib/improvements.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { scopeWords } from '../lib/scope-words.js';
import { isOver } from '../lib/states.js';

const DAY_SECONDS = 24 * 3600;
const LATELY = 8;

/** What waits for a person, what runs, what went wrong, and how the server is doing. */
class HomePage extends LightElement {
  tasks = new Loader(this, () => get('/tasks', { roots: true, limit: 500 }), ({ type }) => type.startsWith('task.'));
  approvals = new Loader(this, () => get('/approvals', { state: 'pending' }), ({ type }) => type.startsWith('approval.'));
  questions = new Loader(this, () => get('/inbox', { state: 'asked' }), ({ type }) => type.startsWith('message.'));
  incidents = new Loader(this, () => get('/incidents', { state: 'unended' }), ({ type }) => type.startsWith('incident.'));
  grants = new Loader(this, () => get('/grants', { state: 'live' }), ({ type }) => type.startsWith('grant.'));

  trials = new Loader(this, () => get('/improvements', { state: 'waiting' }), ({ type }) => type.startsWith('experiment.'));
  kept = new Loader(this, () => get('/improvements', { state: 'promoted', limit: 1 }), ({ type }) => type.startsWith('experiment.'));

  render() {
    const tasks = this.tasks.value;
    const running = tasks?.filter(({ state }) => !isOver(state)) ?? [];
    const over = tasks?.filter(({ state }) => isOver(state)) ?? [];
    const failed = over.filter((task) => task.state === 'failed' && secondsBetween(task.finished_at) < DAY_SECONDS);
    const asking = new Set([...(this.approvals.value ?? []), ...(this.questions.value ?? [])].map(({ tree }) => tree));
    const waiting = (this.approvals.value?.length ?? 0) + (this.questions.value?.length ?? 0) + (this.trials.value?.length ?? 0);
    return html`<h1 class="unseen">Home</h1>
      ${this.tasks.error ? problem(this.tasks.error) : ''}
      <div class="gauges">
        ${gauge(this.#where(), 'waiting for you', this.approvals.value && this.questions.value && this.trials.value ? waiting : null, waiting ? 'wait' : '')}
        ${gauge('/tasks?view=Running', 'running', tasks ? running.length : null, running.length ? 'run' : '')}
        ${gauge('/tasks?view=Failed', 'failed in 24 hours', tasks ? failed.length : null, failed.length ? 'bad' : '')}
        ${gauge('/grants', this.grants.value?.length === 1 ? 'grant live' : 'grants live', this.grants.value?.length ?? null, '')}
      </div>
      ${waiting ? this.#waiting() : ''}${this.kept.value?.length ? this.#improved(this.kept.value[0]) : ''}
      ${this.incidents.value?.length ? wrong(this.incidents.value) : ''}
      <section class="card" aria-labelledby="running"><header><h2 id="running">Running</h2><a class="tiny link" href="/tasks?new=1">New request</a></header>
        ${!tasks ? bones() : running.length ? taskRows(running, asking)
          : empty('Nothing runs', 'Requests that agents work on appear here as they go. Hand one in here, or in a terminal:', html`<code>writ run "describe this workspace" --workspace .</code>`)}
      </section>
      ${over.length ? html`<section class="card" aria-labelledby="over"><header><h2 id="over">Lately</h2><a class="tiny link" href="/tasks">All</a></header>${taskRows(over.slice(0, LATELY))}</section>` : ''}
      <server-health></server-health>`;
  }

  /** The page of what waits: approvals and questions, else experiments. */
  #where() {
    const asked = this.approvals.value?.length || this.questions.value?.length;
    return !asked && this.trials.value?.length ? '/improvements?show=waiting' : '/approvals';
  }

  #waiting() {
    const look = { word: 'asks you', icon: 'asks', tone: /** @type {const} */ ('wait') };
    return html`<section class="card attention" aria-labelledby="waits"><header><h2 id="waits">Waits for you</h2><a class="tiny link" href=${this.#where()}>Decide</a></header>
      <ul class="rows">${(this.approvals.value ?? []).map((asked) => html`<li><a class="task-row" data-row href="/approvals">
          ${tag(look)}<span class="what"><span class="cut"><b>${asked.tool}</b> ${scopeWords(asked.scope)}</span><span class="cut tiny quiet">${asked.reason}</span></span>
          <span class="agent cut quiet small">${asked.agent}</span><span></span><span class="small quiet num took"><count-down .until=${asked.expires_at}></count-down></span></a></li>`)}
        ${(this.questions.value ?? []).map((question) => html`<li><a class="task-row" data-row href="/approvals">
          ${tag(look)}<span class="what"><span class="cut">${question.text}</span></span><span class="agent cut quiet small">${question.agent}</span></a></li>`)}
        ${(this.trials.value ?? []).map((one) => html`<li><a class="task-row" data-row href=${`/improvements/${encodeURIComponent(one.id)}`}>
          ${tag(look)}<span class="what"><span class="cut"><b><bdi>${plain(one.name)}</bdi></b> try version ${one.candidate}</span><bdi class="cut tiny quiet">${plain(one.hypothesis)}</bdi></span>
          <span class="agent cut quiet small">improvement</span></a></li>`)}</ul></section>`;
  }

  /** The last change of Writ itself that was kept. */
  #improved(one) {
    return html`<section class="card improved" aria-label="What improved">${tag({ word: 'improved', icon: 'done', tone: 'good' })}
      <span><a class="link" href=${`/improvements/${encodeURIComponent(one.id)}`}>Version ${one.candidate} of <bdi>${plain(one.name)}</bdi></a> was kept <time-ago .time=${one.ended_at ?? one.updated_at}></time-ago>:
        <span class="num">${scoreWords(one)}</span>${one.pairs ? `, over ${plural(one.pairs, 'pair')} of tasks` : ''}</span><a class="tiny link all" href="/improvements">All improvements</a></section>`;
  }
}

/** What went wrong and is not over. */
const wrong = (incidents) => html`<section class="card" aria-labelledby="wrong"><header><h2 id="wrong">What went wrong</h2><a class="tiny link" href="/incidents">All</a></header>
  <ul class="rows">${incidents.map((incident) => html`<li><a class="task-row" data-row href=${`/incidents?incident=${encodeURIComponent(incident.id)}`}>
    ${incidentTag(incident)}<span class="what"><span class="cut"><bdi>${plain(incident.title)}</bdi></span><span class="cut tiny quiet"><bdi>${plain(incident.cause)}</bdi></span></span></a></li>`)}</ul></section>`;

/** A number that leads to what it counts. @param {string} path @param {string} words @param {number | null} count @param {string} tone */
const gauge = (path, words, count, tone) => html`<a class="card gauge ${tone}" href=${path}>
  <span class="num">${count ?? '–'}</span> <span>${words}</span></a>`;

customElements.define('home-page', HomePage);
