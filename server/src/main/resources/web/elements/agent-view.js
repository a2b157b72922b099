import { html } from 'lit';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { query, setQuery } from '../lib/router.js';
import { isOver } from '../lib/states.js';
import './context-view.js';
import './reply-box.js';
import './thread-view.js';
import './tools-view.js';

const VIEWS = { thread: 'Conversation', context: 'What it sees', tools: 'Tools' };

/** One agent of a request: its conversation, what its model reads, its tools step by step; and a word to it while it works. */
class AgentView extends LightElement {
  static properties = { task: { attribute: false }, calls: { attribute: false }, models: { attribute: false },
    asks: { attribute: false }, place: { attribute: false } };

  render() {
    const { task } = this;
    const over = isOver(task.state);
    const view = VIEWS[query('view')] ? query('view') : 'thread';
    return html`<section class="card" aria-labelledby="agent">
      <header><h2 id="agent">${task.agent || task.process} <span class="tiny quiet">${plural(task.turns, 'turn')}</span></h2>
        <div class="switch" role="group" aria-label="What is shown of it">${Object.entries(VIEWS).map(([name, word]) => html`<button
          class="btn flat lean" aria-pressed=${name === view} @click=${() => setQuery('view', name === 'thread' ? '' : name)}>${word}</button>`)}</div></header>
      ${this.#view(view, over)}
      ${over ? '' : html`<reply-box .task=${task.id} .agent=${task.agent || 'the task'}></reply-box>`}</section>`;
  }

  #view(view, over) {
    const { task } = this;
    if (view === 'context') {
      return html`<context-view class="pane" .task=${task.id} .step=${query('step')}></context-view>`;
    }
    return view === 'tools' ? html`<tools-view class="pane" .task=${task.id}></tools-view>`
      : html`<thread-view class="pane" .task=${task.id} .calls=${this.calls} .models=${this.models} .asks=${this.asks} .over=${over} .call=${query('call')}></thread-view>`;
  }
}

customElements.define('agent-view', AgentView);
