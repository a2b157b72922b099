import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import '../elements/approval-card.js';
import '../elements/copy-as.js';
import { bones, empty } from '../elements/empty.js';
import '../elements/export-list.js';
import { problem } from '../elements/problem.js';
import '../elements/question-card.js';
import { tag } from '../elements/tag.js';
import '../elements/time-ago.js';
import { get } from '../lib/api.js';
import { actorName } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { scopeWords } from '../lib/scope-words.js';
import { approvalLook } from '../lib/states.js';

const KEPT = 500;
const SHOWN = 30;

/** Everything that waits for a person, and what was decided lately. The focus is on the first Deny. */
class ApprovalsPage extends LightElement {
  inbox = new Loader(this, async () => {
    const [pending, questions, all] = await Promise.all([
      get('/approvals', { state: 'pending' }), get('/inbox', { state: 'asked' }), get('/approvals', { state: 'all', limit: KEPT })]);
    return { pending, questions, all };
  }, ({ type }) => /^(approval|message)\./.test(type));

  updated() {
    if (this.inbox.value && !this.focused) {
      this.focused = true;
      const card = this.querySelector('approval-card');
      card?.updateComplete.then(() => /** @type {HTMLElement} */ (card.querySelector('[data-deny]'))?.focus({ preventScroll: true }));
    }
  }

  render() {
    const { value, error } = this.inbox;
    return html`<h1 class="unseen">Approvals</h1>
      ${error ? problem(error) : ''}
      ${!value ? html`<section class="card">${bones(6)}</section>` : html`
        ${value.pending.length || value.questions.length ? '' : html`<section class="card">${empty('Nothing waits for you', 'When an agent needs a tool that no rule grants by itself, it asks here: for which operations, with which limits, for how long, and why. Without an answer it is denied.')}</section>`}
        ${repeat(value.pending, ({ id }) => id, (approval) => html`<approval-card .approval=${approval} .before=${value.all}></approval-card>`)}
        ${repeat(value.questions, ({ id }) => id, (question) => html`<question-card .question=${question}></question-card>`)}
        ${this.#decided(value.all.filter(({ state }) => state !== 'pending').slice(0, SHOWN))}
        <div class="offers"><copy-as .cli=${'writ approvals ls --state all'} .request=${{ path: '/approvals', query: { state: 'all', limit: KEPT } }}></copy-as><export-list .rows=${value.all} .name=${'approvals'}></export-list></div>`}`;
  }

  #decided(decided) {
    return decided.length ? html`<section class="card" aria-labelledby="decided"><header><h2 id="decided">Decided</h2></header>
      <ul class="rows">${decided.map((approval) => html`<li><a class="decided-row" data-row href=${`/tasks/${approval.tree}?at=${approval.task}`}>
        ${tag(approvalLook(approval.state))}
        <span class="what"><span class="cut"><b>${approval.agent}</b> ${approval.tool} <span class="quiet">${scopeWords(approval.scope)}</span></span>
          ${approval.decision_reason ? html`<span class="cut tiny quiet">“${approval.decision_reason}”</span>` : ''}</span>
        <span class="small quiet cut by">${approval.decided_by ? `by ${actorName(approval.decided_by)}` : ''}</span>
        <time-ago class="small quiet num" .time=${approval.decided_at || approval.expires_at}></time-ago></a></li>`)}</ul></section>` : '';
  }
}

customElements.define('approvals-page', ApprovalsPage);
