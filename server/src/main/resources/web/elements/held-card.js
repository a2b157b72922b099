import { html } from 'lit';
import { post } from '../lib/api.js';
import { breakpointWords } from '../lib/breakpoint-words.js';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import { callName } from '../lib/task-model.js';
import { argumentsOf } from './call-card.js';
import { confirm } from './confirm-sheet.js';
import { say, sayFailure } from './note-list.js';
import './text-block.js';

/** A call that is held at a breakpoint: which one, with which arguments; it is made, made alone, or never. */
class HeldCard extends LightElement {
  static properties = { hit: { attribute: false }, agent: { attribute: false }, busy: { state: true } };

  render() {
    const { hit } = this;
    const id = `held-${hit.call}`;
    return html`<article class="card ask" aria-labelledby=${id}>
      <div class="spread"><h2 id=${id}>${this.agent} is held before ${callName(hit.function)}</h2><span class="tag wait">at a breakpoint</span></div>
      <p class="small quiet">You wanted to look ${breakpointWords(hit.before)}. The call was not made yet.</p>
      ${argumentsOf(this.#arguments())}
      <details><summary class="tiny">Raw</summary><text-block .text=${hit.arguments} .label=${'The arguments as JSON'}></text-block></details>
      <div class="acts"><button ${needs('operator')} class="btn bad" ?disabled=${this.busy} @click=${this.#cancel}>Cancel…</button>
        <button ${needs('operator')} class="btn" ?disabled=${this.busy} @click=${() => this.#go('step', 'One step')}>Make this call, then hold</button>
        <button ${needs('operator')} class="btn" ?disabled=${this.busy} @click=${() => this.#go('resume', 'Goes on')}>Go on</button>
        <a class="link tiny" href=${`?at=${hit.task}`}>See what it is doing</a></div></article>`;
  }

  /** What was taken out as a secret may leave no JSON. */
  #arguments() {
    try {
      return JSON.parse(this.hit.arguments);
    } catch {
      return {};
    }
  }

  async #go(how, said) {
    this.busy = true;
    try {
      await post(`/tasks/${this.hit.task}/${how}`);
      say(said);
    } catch (error) {
      sayFailure(error);
    }
    this.busy = false;
  }

  #cancel() {
    confirm({
      title: 'Cancel this task',
      words: 'The call is not made. The task ends now with everything under it, and every grant it holds is gone.',
      action: 'Cancel it',
      act: async (reason) => {
        const { cancelled } = await post(`/tasks/${this.hit.task}/cancel`, reason ? { reason } : {});
        say(`Cancelled ${plural(cancelled, 'task')}`);
      },
    });
  }
}

customElements.define('held-card', HeldCard);
