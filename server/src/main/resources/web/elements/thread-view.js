import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { get } from '../lib/api.js';
import { clock, duration, short } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { threadOf } from '../lib/task-model.js';
import { callCard } from './call-card.js';
import { bones, empty } from './empty.js';
import { problem } from './problem.js';

const END_PIXELS = 60;
const CONCERNS = /^(agent\.|tool\.|message\.|task\.|model\.|approval\.)/;

/** The conversation of one agent: what it was told, what it said, each of its calls. All of it is shown as text. */
class ThreadView extends LightElement {
  static properties = { task: { attribute: false }, calls: { attribute: false }, models: { attribute: false }, asks: { attribute: false }, over: { type: Boolean }, call: { attribute: false } };

  messages = new Loader(this, () => get(`/tasks/${this.task}/messages`), (event) => event.task === this.task && CONCERNS.test(event.type));

  /** Whoever reads the end goes on reading the end; whoever reads above is left alone. */
  willUpdate(changed) {
    this.readsEnd = this.scrollHeight - this.scrollTop - this.clientHeight < END_PIXELS;
    if (changed.has('task') && changed.get('task')) {
      this.messages.value = undefined;
      this.messages.reload();
    }
  }

  updated() {
    const length = this.messages.value?.length ?? 0;
    if (length !== this.shownLength && (this.shownLength ? this.readsEnd : !this.over)) {
      this.scrollTop = this.scrollHeight;
    }
    this.shownLength = length;
    if (this.messages.value && this.call && this.call !== this.shownCall) {
      this.shownCall = this.call;
      const card = document.getElementById(this.call);
      card?.scrollIntoView({ block: 'nearest' });
      card?.classList.add('found');
    }
  }

  render() {
    const { value, error } = this.messages;
    if (error && !value) {
      return problem(error);
    }
    if (!value) {
      return bones(5);
    }
    const thread = threadOf(value);
    return thread.length
      ? html`<ol class="thread">${repeat(thread, (message) => `${this.task}.${message.position}`, (message) => html`<li>${this.#message(message)}</li>`)}</ol>`
      : empty('Nothing was said yet', 'The conversation with the model appears here as it goes.');
  }

  #message(message) {
    if (message.role === 'instruction') {
      return html`<details class="said"><summary>What the agent was told <span class="quiet tiny num">${clock(message.at)}</span></summary>
        <text-block .text=${message.text} .label=${'Instruction'}></text-block></details>`;
    }
    if (message.role === 'request') {
      const yours = message.from === 'user';
      return html`<div class="said ${yours ? 'yours' : ''}"><p class="who"><b>${yours ? 'You' : message.from}</b> <span class="quiet tiny num">${clock(message.at)}</span></p>
        <p class="words">${message.text}</p></div>`;
    }
    this.turn = (message.calls[0]?.id ?? '').match(/^t(\d+)c/)?.[1] ?? '';
    const model = this.models.get(`${this.task}.${this.turn}`);
    return html`<div class="said"><p class="who"><span class="quiet tiny num">${clock(message.at)}</span>
        ${model ? html`<span class="quiet tiny num">${model.data.model} · ${short((model.data.input_tokens ?? 0) + (model.data.output_tokens ?? 0))} tokens · ${duration(model.duration_micros / 1e6)}${model.data.attempts > 1 ? ` · at attempt ${model.data.attempts}` : ''}</span>` : ''}</p>
      ${message.text ? html`<p class="words">${message.text}</p>` : ''}
      ${message.calls.map((call) => callCard(call, this.calls.get(`${this.task}.${call.id}`), this.asks, this.over))}</div>`;
  }
}

customElements.define('thread-view', ThreadView);
