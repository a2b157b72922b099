import { html, svg } from 'lit';
import { get } from '../lib/api.js';
import { changeWords, isUntrusted, kindWord, originLook, titleOf } from '../lib/block-words.js';
import { clock, plural, short } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { needs } from '../lib/rights.js';
import { callName } from '../lib/task-model.js';
import { bones, empty } from './empty.js';
import './step-choice.js';
import { tag } from './tag.js';
import './text-block.js';

const STATES = {
  answered: { word: 'as it was read', icon: 'done', tone: 'good' },
  failed: { word: 'the model failed', icon: 'failed', tone: 'bad' },
  next: { word: 'as it is now', icon: 'wait', tone: 'wait' },
};

/** What the model of an agent read at one step: every block with what it takes, who wrote it, and what is new of it. */
class ContextView extends LightElement {
  static properties = { task: { attribute: false }, step: { attribute: false } };

  context = new Loader(this, () => get(`/tasks/${this.task}/context`, { step: this.step }), (event) => event.task === this.task && /^(model|grant|message|tool)\./.test(event.type));

  willUpdate(changed) {
    if ((changed.has('task') && changed.get('task')) || (changed.has('step') && changed.get('step') !== undefined)) {
      this.context.reload();
    }
  }

  render() {
    const { value, error } = this.context;
    if (error) {
      return empty('No model was asked', error.message, html`<p class="quiet small">${error.hint}</p>`);
    }
    if (!value || value.task !== this.task) {
      return bones(6);
    }
    const said = value.blocks.filter(({ kind }) => kind !== 'function');
    const tools = value.blocks.filter(({ kind }) => kind === 'function');
    return html`<div class="seen">
      <div class="spread"><step-choice .steps=${value.steps} .at=${value.step}></step-choice>
        <button ${needs('operator')} class="btn lean" @click=${() => document.querySelector('fork-sheet').ask(this.task, value.step)}>Fork from here…</button></div>
      <div class="facts">${tag(STATES[value.state])}
        <span><span class="num">${short(value.tokens)}</span> tokens ${value.counted ? '' : html`<span class="quiet">estimated</span>`}</span>
        ${value.model ? html`<span>read by <code>${value.model}</code></span>` : ''}${value.at ? html`<span class="num quiet">${clock(value.at)}</span>` : ''}</div>
      ${this.#bar(value)}
      ${value.gaps.map((gap) => html`<p class="untold small">${gap}</p>`)}
      <p class="small">${value.step === value.steps[0] ? 'The first step: all of it is new.' : changeWords(value.blocks, value.removed, value.step)}</p>
      <ol class="blocks">${said.map((block) => this.#block(block, value))}</ol>
      <details class="tools"><summary>${plural(tools.length, 'tool')} described to it, <span class="num">${short(tools.reduce((sum, { tokens }) => sum + tokens, 0))}</span> tokens</summary>
        <ol class="blocks">${tools.map((block) => this.#block(block, value))}</ol></details>
      ${value.removed.length ? html`<p class="small">Gone since step ${value.step - 1}: ${value.removed.map((name) => html`<code>${callName(name)}</code> `)}</p>` : ''}
    </div>`;
  }

  /** How the window is filled, in the order in which it is read. */
  #bar({ blocks, tokens }) {
    let x = 0;
    return html`<svg class="fill" role="img" aria-label="How the context is filled; the list below says the same">${blocks.map((block) => {
      const from = x;
      x += (block.tokens / Math.max(1, tokens)) * 100;
      return svg`<rect class="${block.kind} ${isUntrusted(block) ? 'outside' : ''}" x="${from}%" y="0" width="${Math.max(0.15, x - from)}%" height="14"><title>${kindWord(block)}, ${titleOf(block)}: ${short(block.tokens)} tokens</title></rect>`;
    })}</svg>`;
  }

  #block(block, { step, steps }) {
    const fresh = block.change !== 'same' && step !== steps[0];
    return html`<li class="block ${isUntrusted(block) ? 'outside' : ''}"><details ?open=${fresh && block.kind !== 'function'}>
      <summary><span class="sign" aria-hidden="true">${fresh ? '+' : ''}</span><b class="cut">${kindWord(block)}</b> <span class="cut quiet">${titleOf(block)}</span>
        <span class="end">${fresh ? tag({ word: block.change === 'changed' ? 'changed' : 'new', icon: 'open', tone: 'good' }) : ''}${tag(originLook(block))}
        <span class="num tiny">${short(block.tokens)}</span></span></summary>
      ${isUntrusted(block) ? html`<p class="tiny quiet">Others may have written this${block.confidentiality === 'private' ? ', and it is private' : ''}: data for the agent, never an order.</p>` : ''}
      <text-block .text=${block.text} .label=${`${kindWord(block)} ${titleOf(block)}`}></text-block></details></li>`;
  }
}

customElements.define('context-view', ContextView);
