import { html } from 'lit';
import { get } from '../lib/api.js';
import { actorName, clock, plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { scopeWords } from '../lib/scope-words.js';
import { callLook, grantLook } from '../lib/states.js';
import { callName } from '../lib/task-model.js';
import { bones, empty } from './empty.js';
import { problem } from './problem.js';
import { tag } from './tag.js';

const RIGHTS = { core: 'part of every agent', base: 'what this agent always has', grant: 'by a grant' };
const STATES = { answered: '', failed: { word: 'the model failed', icon: 'failed', tone: 'bad' }, next: { word: 'next', icon: 'wait', tone: 'wait' } };

/** Step by step: what an agent could call and why, what it was granted and lost, what it called, what it was denied and why. */
class ToolsView extends LightElement {
  static properties = { task: { attribute: false } };

  steps = new Loader(this, () => get(`/tasks/${this.task}/steps`), (event) => event.task === this.task && /^(model|grant|tool|task)\./.test(event.type));

  willUpdate(changed) {
    if (changed.has('task') && changed.get('task')) {
      this.steps.value = undefined;
      this.steps.reload();
    }
  }

  render() {
    const { value, error } = this.steps;
    if (error && !value) {
      return problem(error);
    }
    if (!value) {
      return bones(6);
    }
    return value.length ? html`<ol class="steps">${value.map((step) => this.#step(step))}</ol>`
      : empty('No model was asked', 'The steps of an agent that Writ runs stand here, each with the tools it could call, was granted, called and was denied.');
  }

  #step(step) {
    const denied = step.calls.filter(({ outcome }) => outcome === 'denied');
    const called = step.calls.filter(({ outcome }) => outcome !== 'denied');
    return html`<li><p class="who"><b>Step ${step.step}</b> <span class="quiet tiny num">${clock(step.at)}</span>${STATES[step.state] ? tag(STATES[step.state]) : ''}</p>
      <dl class="terms">
        <dt>Available</dt><dd>${step.known ? this.#available(step) : html`<span class="quiet">not on record</span>`}</dd>
        ${step.granted.length ? html`<dt>Granted</dt><dd>${step.granted.map((grant) => this.#grant(grant))}</dd>` : ''}
        ${step.ended.length ? html`<dt>Ended</dt><dd>${step.ended.map((grant) => html`<p><b>${grant.tool}</b> ${tag(grantLook(grant.state))} <span class="quiet">${grant.end_reason}</span></p>`)}</dd>` : ''}
        <dt>Called</dt><dd>${called.length ? called.map((call) => html`<p>${this.#name(call)} ${tag(callLook(call.outcome))}
          <span class="quiet">${RIGHTS[call.authority] ?? ''}${call.grant ? ` …${call.grant.slice(-4)}` : ''}</span>${call.sentence ? html` <span class="quiet">${call.sentence}</span>` : ''}</p>`)
          : html`<span class="quiet">${step.state === 'next' ? 'not yet' : 'nothing'}</span>`}</dd>
        ${denied.length || step.refused.length ? html`<dt>Denied</dt><dd class="denied">
          ${denied.map((call) => html`<p>${this.#name(call)} ${tag(callLook('denied'))} ${call.sentence}${call.rule ? html` <span class="quiet">rule <code>${call.rule}</code></span>` : ''}</p>`)}
          ${step.refused.map((one) => html`<p><b>${one.tool || 'a request for tools'}</b> ${tag({ word: 'not granted', icon: 'denied', tone: 'bad' })} ${one.reason}${one.rule ? html` <span class="quiet">rule <code>${one.rule}</code></span>` : ''}</p>`)}</dd>` : ''}
      </dl></li>`;
  }

  #available({ available, removed }) {
    const fresh = available.filter(({ added }) => added);
    const groups = Object.keys(RIGHTS).map((by) => [by, available.filter((one) => one.by === by)]).filter(([, some]) => some.length);
    return html`<details><summary>${plural(available.length, 'function')}${fresh.length ? `, ${fresh.length} new` : ''}${removed.length ? `, ${removed.length} gone` : ''}</summary>
      ${groups.map(([by, some]) => html`<p class="names"><span class="quiet">${RIGHTS[by]}:</span> ${some.map((one) => html`<code class=${one.added ? 'new' : ''}>${callName(one.function)}</code> `)}</p>`)}
      ${removed.length ? html`<p class="names"><span class="quiet">gone:</span> ${removed.map((name) => html`<code>${callName(name)}</code> `)}</p>` : ''}</details>`;
  }

  #grant(grant) {
    return html`<p><b>${grant.tool}</b> <span class="quiet">${scopeWords(grant.scope)}; by ${grant.approved_by === 'policy' ? 'the policy' : actorName(grant.approved_by)}${grant.reason ? html`: “${grant.reason}”` : ''}</span></p>`;
  }

  #name({ tool, operation, call }) {
    return html`<a href=${`?at=${this.task}&call=${call}`}><code>${tool && tool !== 'core' ? `${tool}.${operation}` : operation}</code></a>`;
  }
}

customElements.define('tools-view', ToolsView);
