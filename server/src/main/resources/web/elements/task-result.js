import { html } from 'lit';
import { isOver } from '../lib/states.js';
import './text-block.js';

/** What came of a request: the result in the agent's words, or how it failed and what to do. @param {any} task */
export const taskResult = (task) => {
  if (!isOver(task.state)) {
    return '';
  }
  const text = task.result?.text ?? task.result?.result ?? '';
  return html`<section class="card result" aria-labelledby="result"><header><h2 id="result">${task.state === 'completed' ? 'Result' : task.state === 'failed' ? 'Why it failed' : 'Cancelled'}</h2></header>
    <div class="body">${task.error ? html`<p><b>${task.error.message}</b></p><p class="quiet">${task.error.hint}</p>` : ''}
      ${text && text !== task.error?.message ? html`<text-block .text=${text} .label=${'Result'}></text-block>` : ''}
      ${!text && !task.error ? html`<p class="quiet">It ended and left no result.</p>` : ''}</div></section>`;
};
