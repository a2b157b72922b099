import { html } from 'lit';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { problem } from '../elements/problem.js';
import '../elements/saved-filters.js';
import { taskRows } from '../elements/task-rows.js';
import '../elements/submit-form.js';
import { get } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { useKeys } from '../lib/keys.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { needs } from '../lib/rights.js';
import { query, router, setQuery } from '../lib/router.js';
import { isOver } from '../lib/states.js';
import { waiting } from '../lib/waiting.js';

const MOST = 500;

/** @type {Record<string, (task: any) => boolean>} */
const VIEWS = {
  All: () => true,
  Running: (task) => !isOver(task.state),
  Failed: (task) => task.state === 'failed',
  Done: (task) => task.state === 'completed',
};

/** All requests, newest first, and the way to hand in another one. */
class TasksPage extends LightElement {
  tasks = new Loader(this, () => get('/tasks', { roots: true, limit: MOST }), ({ type }) => type.startsWith('task.'));

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
    waiting.addEventListener('change', this);
    this.forget = useKeys([
      { keys: 'n', what: 'New request', run: () => setQuery('new', '1') },
      { keys: '/', what: 'Filter the list', run: () => /** @type {HTMLElement} */ (this.querySelector('#filter'))?.focus() },
    ]);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
    waiting.removeEventListener('change', this);
    this.forget();
  }

  /** @param {Event} event */
  handleEvent(event) {
    this.requestUpdate();
    if (event.target === router && query('new') && !this.querySelector('submit-form')) {
      this.updateComplete.then(() => /** @type {HTMLElement} */ (this.querySelector('#request'))?.focus());
    }
  }

  render() {
    const view = VIEWS[query('view')] ? query('view') : 'All';
    const words = query('q').toLowerCase();
    const all = this.tasks.value;
    const shown = all?.filter(VIEWS[view]).filter((task) => !words || `${task.title} ${task.instruction} ${task.agent} ${task.id}`.toLowerCase().includes(words));
    return html`<h1 class="unseen">Tasks</h1>
      <div class="bar-row">
        <div class="switch" role="group" aria-label="Which tasks">${Object.keys(VIEWS).map((name) => html`<button
          class="btn flat lean" aria-pressed=${name === view} @click=${() => setQuery('view', name === 'All' ? '' : name)}>${name}
          <span class="quiet num">${all ? all.filter(VIEWS[name]).length : ''}</span></button>`)}</div>
        <input class="input filter" id="filter" type="search" placeholder="Filter" aria-label="Filter the list" .value=${query('q')}
          @input=${(event) => setQuery('q', event.target.value)}>
        <button ${needs('operator')} class="btn ${query('new') ? '' : 'pri'}" aria-expanded=${Boolean(query('new'))}
          @click=${() => setQuery('new', query('new') ? '' : '1')}>${query('new') ? 'Close' : 'New request'}</button>
      </div>
      <saved-filters page="tasks" .now=${location.search}></saved-filters>
      ${query('new') ? html`<submit-form></submit-form>` : ''}
      ${this.tasks.error ? problem(this.tasks.error) : ''}
      <section class="card" aria-label="Requests">${!shown ? bones(6) : shown.length ? taskRows(shown, waiting.trees) : this.#nothing(all.length)}</section>
      <div class="offers"><copy-as .cli=${'writ task ls'} .request=${{ path: '/tasks', query: { roots: true, limit: MOST } }}></copy-as><export-list .rows=${shown} .name=${'tasks'}></export-list></div>
      ${all?.length === MOST ? html`<p class="quiet small">The newest ${plural(MOST, 'request')}.</p>` : ''}`;
  }

  /** @param {number} others */
  #nothing(others) {
    return others
      ? empty('None of them fits', 'Take the filter away to see the others.')
      : empty('No request yet', 'Say what you want done and where. Its agents begin with almost no power; what they need beyond that they ask for, one tool at a time.',
        html`<button ${needs('operator')} class="btn pri" @click=${() => setQuery('new', '1')}>New request</button>`);
  }
}

customElements.define('tasks-page', TasksPage);
