import { html } from 'lit';
import { actorName, clock, duration, plural } from '../lib/format.js';
import { isOver } from '../lib/states.js';
import './text-block.js';

/** That a cancelled request stopped: what was under way and how it ended. @param {import('../lib/stop-proof.js').StopProof} proof */
const stopped = (proof) => html`<dl class="terms small proof"><dt>Stopped</dt><dd>${clock(proof.at)} by ${actorName(proof.by)}${proof.reason ? html`: ${proof.reason}` : ''}</dd>
  <dt>Under way</dt><dd>${proof.calls.length || proof.models ? html`<ul>${proof.calls.map((call) => html`<li><code>${call.name}</code> ${call.ended}${call.seconds ? ` after ${duration(call.seconds)}` : ''}</li>`)}
    ${proof.models ? html`<li>${plural(proof.models, 'model call')} broken off; ${proof.models === 1 ? 'its answer is' : 'their answers are'} not used</li>` : ''}</ul>` : 'nothing'}</dd>
  <dt>Grants</dt><dd>${proof.grants ? `${plural(proof.grants, 'grant')} ended with it` : 'none was live'}</dd>
  <dt>Since then</dt><dd>${proof.begun ? html`<b>${plural(proof.begun, 'call')} began</b>` : 'no call began'}</dd></dl>`;

/**
 * What came of a request: the result in the agent's words, or how it failed and what to do.
 *
 * @param {any} task
 * @param {import('../lib/stop-proof.js').StopProof | null} proof of its end, where it was cancelled
 */
export const taskResult = (task, proof) => {
  if (!isOver(task.state)) {
    return '';
  }
  const text = task.result?.text ?? task.result?.result ?? '';
  return html`<section class="card result" aria-labelledby="result"><header><h2 id="result">${task.state === 'completed' ? 'Result' : task.state === 'failed' ? 'Why it failed' : 'Cancelled'}</h2></header>
    <div class="body">${task.error ? html`<p><b>${task.error.message}</b></p><p class="quiet">${task.error.hint}</p>` : ''}
      ${text && text !== task.error?.message ? html`<text-block .text=${text} .label=${'Result'}></text-block>` : ''}
      ${task.state === 'cancelled' && proof ? stopped(proof) : ''}
      ${!text && !task.error ? html`<p class="quiet">It ended and left no result.</p>` : ''}</div></section>`;
};
