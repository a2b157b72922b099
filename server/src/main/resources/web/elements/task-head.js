import { html } from 'lit';
import { post } from '../lib/api.js';
import { clock, duration, money, plural, secondsBetween, short } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import { go } from '../lib/router.js';
import { isOver, taskLook } from '../lib/states.js';
import { onTick } from '../lib/ticker.js';
import { confirm } from './confirm-sheet.js';
import './copy-button.js';
import './count-down.js';
import { say, sayFailure } from './note-list.js';
import { tag } from './tag.js';

/** What was asked for, how it stands, what it has cost of what it may cost, and how to hold or end it. */
class TaskHead extends LightElement {
  static properties = { task: { attribute: false }, request: { attribute: false }, grants: { attribute: false }, asking: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stop = onTick(() => !isOver(this.task.state) && this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  render() {
    const { task } = this;
    const over = isOver(task.state);
    const words = this.request?.request ?? task.instruction;
    return html`<div class="task-head"><div class="head"><h1 class=${words.length > 140 ? 'long' : ''}>${words}</h1>
        <div class="facts">${tag(this.asking ? { word: 'waits for you', icon: 'asks', tone: 'wait' } : taskLook(task.state))}
          <span title=${clock(task.created_at)}>${over ? `took ${duration(secondsBetween(task.created_at, task.finished_at))}` : html`for <span class="num">${duration(secondsBetween(task.created_at))}</span>`}</span>
          ${(this.request?.successors ?? []).map(({ kind, tree, step }) => html`<a class="link" href=${`/tasks/${tree}`}>${kind === 'fork' ? `forked at step ${step}` : 'run again'}</a>`)}
          ${this.#limits()}${this.#power()}<copy-button text=${task.id} label="Id"></copy-button>
          <copy-button text=${`writ task log ${task.id} --follow`} label="Command"></copy-button></div></div>
      ${over ? this.#again() : html`<div class="row acts">${task.state === 'manual_hold' || task.step_mode
        ? html`<button ${needs('operator')} class="btn" @click=${() => this.#steer('step', 'One step')}>Step</button><button ${needs('operator')} class="btn" @click=${() => this.#steer('resume', 'Goes on')}>Go on</button>`
        : html`<button ${needs('operator')} class="btn" @click=${() => this.#steer('pause', 'Held before the next step')}>Pause</button>`}
        <button ${needs('operator')} class="btn bad" @click=${this.#cancel}>Cancel…</button></div>`}</div>`;
  }

  #limits() {
    const { spent, budget, workspace } = this.request ?? {};
    return spent ? html`${workspace ? html`<span class="cut">in <code>${workspace}</code></span>` : ''}
      <span><span class="num">${spent.modelCalls}</span> of ${budget.modelCalls} model calls</span>
      <span><span class="num">${short(spent.tokens)}</span> tokens</span>
      <span><span class="num">${money(spent.costMicros)}</span> of ${money(budget.costMicros)}</span>` : '';
  }

  #power() {
    const live = this.grants.filter(({ state }) => state === 'live');
    const next = live.map(({ expires_at: at }) => at).sort()[0];
    return live.length ? html`<span>${plural(live.length, 'grant')} live, next expires in <count-down .until=${next}></count-down></span>` : html`<span>no grant live</span>`;
  }

  async #steer(what, said) {
    try {
      await post(`/tasks/${this.task.id}/${what}`);
      say(said);
    } catch (error) {
      sayFailure(error);
    }
  }

  /** What began in the middle, or is worked on elsewhere, cannot begin anew here. */
  #again() {
    const possible = this.request && this.request.origin?.kind !== 'fork' && this.task.process !== 'outside_agent';
    return possible ? html`<div class="row acts"><button ${needs('operator')} class="btn" @click=${this.#replay}>Run again</button></div>` : '';
  }

  async #replay() {
    try {
      const task = await post(`/tasks/${this.task.id}/replay`);
      go(`/tasks/${task.id}`);
    } catch (error) {
      sayFailure(error);
    }
  }

  #cancel() {
    confirm({
      title: 'Cancel this request',
      words: 'It ends now with everything under it: what runs is stopped, and every grant it holds is gone.',
      action: 'Cancel it',
      act: async (reason) => {
        const { cancelled } = await post(`/tasks/${this.task.id}/cancel`, reason ? { reason } : {});
        say(`Cancelled ${plural(cancelled, 'task')}`);
      },
    });
  }
}

customElements.define('task-head', TaskHead);
