import { html } from 'lit';
import { repeat } from 'lit-html/directives/repeat.js';
import { duration, secondsBetween } from '../lib/format.js';
import { isOver, taskLook } from '../lib/states.js';
import { tag } from './tag.js';
import './time-ago.js';

/** @type {import('../lib/states.js').Look} */
const ASKS = { word: 'waits for you', icon: 'asks', tone: 'wait' };

/** Tasks as a list of links. @param {any[]} tasks @param {Set<string>} [asking] the requests in which somebody waits for a person */
export const taskRows = (tasks, asking = new Set()) => html`<ul class="rows">${repeat(tasks, (task) => task.id, (task) => html`<li>
  <a class="task-row" data-row href=${`/tasks/${task.id}`}>
    ${tag(asking.has(task.tree) ? ASKS : taskLook(task.state))}
    <span class="what"><span class="cut">${task.title || task.instruction}</span>
      ${task.error ? html`<span class="cut tiny quiet">${task.error.message}</span>` : ''}</span>
    <span class="agent cut quiet small">${task.agent || task.process}</span>
    <span class="num small quiet took">${isOver(task.state) ? duration(secondsBetween(task.created_at, task.finished_at)) : ''}</span>
    <time-ago class="small quiet num" .time=${task.created_at}></time-ago>
  </a></li>`)}</ul>`;
