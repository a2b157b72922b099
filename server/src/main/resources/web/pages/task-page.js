import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import '../elements/agent-view.js';
import '../elements/approval-card.js';
import '../elements/break-points.js';
import '../elements/beside-view.js';
import '../elements/fork-sheet.js';
import { bones } from '../elements/empty.js';
import '../elements/grant-lanes.js';
import '../elements/held-card.js';
import { problem } from '../elements/problem.js';
import '../elements/question-card.js';
import '../elements/retry-note.js';
import '../elements/task-head.js';
import { taskResult } from '../elements/task-result.js';
import '../elements/task-tree.js';
import { confirm } from '../elements/confirm-sheet.js';
import { say } from '../elements/note-list.js';
import { get, post } from '../lib/api.js';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { needs } from '../lib/rights.js';
import { query } from '../lib/router.js';
import { isOver } from '../lib/states.js';
import { stopProof } from '../lib/stop-proof.js';
import { CallLog, treeOf } from '../lib/task-model.js';
import { TreeLog } from '../lib/tree-log.js';

/**
 * One request: what its agents do now and did, what they were allowed, and the means to steer them. Each card that asks has
 * an element of its own, so that an answer that was begun never passes to another question.
 */
class TaskPage extends LightElement {
  static properties = { task: { attribute: false }, place: { attribute: false } };

  log = new TreeLog(this);
  calls = new CallLog();
  tasks = new Loader(this, () => get(`/tasks/${this.task}/tree`), (event) => this.#ours(event, /^(task|approval|message)\./));
  request = new Loader(this, () => get(`/tasks/${this.task}/request`), (event) => this.#ours(event, /^(model|task)\./));
  grants = new Loader(this, () => get('/grants', { tree: this.#tree(), state: 'all' }), (event) => this.#ours(event, /^(grant|tool)\./));
  approvals = new Loader(this, () => this.#approvals(), (event) => this.#ours(event, /^(approval|task)\./));
  questions = new Loader(this, () => get('/inbox', { tree: this.#tree(), state: 'asked' }), (event) => this.#ours(event, /^(message|task)\./));
  retries = new Loader(this, () => get('/retries', { tree: this.#tree() }), (event) => this.#ours(event, /^(model|task)\./));
  breakpoints = new Loader(this, () => get(`/tasks/${this.task}/breakpoints`), (event) => this.#ours(event, /^(breakpoint|task)\./));

  #tree() {
    return this.tasks.value?.[0]?.tree ?? this.task;
  }

  #ours(event, types) {
    return event.tree === this.#tree() && types.test(event.type);
  }

  async #approvals() {
    const tree = this.#tree();
    const [pending, all] = await Promise.all([get('/approvals', { tree, state: 'pending' }), get('/approvals', { state: 'all', limit: 500 })]);
    return { pending, all, ofTree: all.filter((approval) => approval.tree === tree) };
  }

  willUpdate() {
    const tree = this.#tree();
    if (this.tasks.value && tree !== this.log.tree) {
      this.log.show(tree);
      if (tree !== this.task) {
        // The address names a subtask: what was asked for before its request was known was asked for in vain.
        [this.grants, this.approvals, this.questions, this.retries].forEach((loader) => loader.reload());
      }
    }
  }

  render() {
    const tasks = this.tasks.value;
    if (!tasks) {
      return this.tasks.error ? problem(this.tasks.error) : html`<section class="card">${bones(6)}</section>`;
    }
    const { calls, models } = this.calls.of(this.log);
    const root = treeOf(tasks, calls.values());
    const at = tasks.find(({ id }) => id === query('at')) ?? tasks.find(({ id }) => id === this.task) ?? root.task;
    const { pending = [], all = [], ofTree = [] } = this.approvals.value ?? {};
    const asking = new Set([...pending.flatMap((asked) => [asked.task, ...asked.alike.map(({ task }) => task)]), ...(this.questions.value ?? []).map(({ task }) => task)]);
    const grants = this.grants.value ?? [];
    const over = isOver(root.task.state);
    const { hits = [] } = this.breakpoints.value ?? {};
    const held = hits.filter((hit) => !hit.passed_at && tasks.some(({ id, state }) => id === hit.task && state === 'manual_hold'));
    return html`
      <task-head .task=${root.task} .request=${this.request.value} .grants=${grants} .asking=${asking.size > 0}></task-head>
      ${repeat(over ? [] : this.retries.value ?? [], ({ task }) => task, (retry) => html`<retry-note .retry=${retry}></retry-note>`)}
      ${repeat(pending, ({ id }) => id, (approval) => html`<approval-card .onItsPage=${true} .approval=${approval} .before=${all}></approval-card>`)}
      ${repeat(this.questions.value ?? [], ({ id }) => id, (question) => html`<question-card .question=${question}></question-card>`)}
      ${repeat(held, ({ call, task }) => task + call, (hit) => html`<held-card .hit=${hit} .agent=${tasks.find(({ id }) => id === hit.task).agent || 'The task'}></held-card>`)}
      ${taskResult(root.task, stopProof(this.log.events, root.task.id))}
      ${this.request.value?.origin ? html`<section class="card" aria-labelledby="beside"><header><h2 id="beside">Beside the first one</h2></header>
        <beside-view .origin=${this.request.value.origin}></beside-view></section>` : ''}
      <div class="two">
        <section class="card" aria-labelledby="tree"><header><h2 id="tree">Who does what</h2><span class="tiny">${plural(calls.size, 'call')}</span></header>
          <task-tree class="pane" .root=${root} .at=${at.id} .asking=${asking}></task-tree></section>
        <agent-view .task=${at} .calls=${calls} .models=${models} .asks=${asking.has(at.id)} .place=${this.place}></agent-view>
      </div>
      ${this.breakpoints.value && !(over && !hits.length) ? html`<section class="card" aria-labelledby="breaks"><header><h2 id="breaks">Breakpoints</h2></header>
        <break-points .task=${root.task.id} .value=${this.breakpoints.value} .over=${over}></break-points></section>` : ''}
      <section class="card" aria-labelledby="lanes"><header><h2 id="lanes">Permissions over time</h2>
        ${grants.some(({ state }) => state === 'live') ? html`<button ${needs('operator')} class="btn flat lean bad" @click=${this.#revoke}>Revoke these…</button>` : ''}</header>
        ${this.grants.value ? html`<grant-lanes .grants=${grants} .approvals=${ofTree} .calls=${calls} .from=${root.task.created_at} .until=${root.task.finished_at}></grant-lanes>` : bones(3)}</section><fork-sheet></fork-sheet>`;
  }

  #revoke() {
    const tree = this.#tree();
    confirm({
      title: 'Revoke what this request holds',
      words: 'Its agents lose every granted tool at once, and what runs under one is stopped. They may ask again.',
      action: 'Revoke',
      act: async (reason) => {
        const { revoked } = await post('/grants/revoke-all', { tree, ...(reason ? { reason } : {}) });
        say(`Revoked ${plural(revoked, 'grant')}`);
      },
    });
  }
}

customElements.define('task-page', TaskPage);
