import { html, nothing } from 'lit';
import { duration, secondsBetween } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { callLook, isOver, taskLook } from '../lib/states.js';
import { latest } from '../lib/task-model.js';
import { onTick } from '../lib/ticker.js';
import { tag } from './tag.js';

const MOST_CALLS = 40;

/** The request, what its agents were set to do, and each of their calls; one of the agents is looked at. */
class TaskTree extends LightElement {
  static properties = { root: { attribute: false }, at: { attribute: false }, asking: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stop = onTick(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  render() {
    return html`<ul class="tree">${this.root ? this.#task(this.root) : ''}</ul>`;
  }

  /** @param {import('../lib/task-model.js').Node} node @returns {unknown} */
  #task(node) {
    const { task } = node;
    const { parts, left } = latest(node, MOST_CALLS);
    const here = task.id === this.at;
    return html`<li>
      <a class="twig ${here ? 'on' : ''}" data-row href=${`/tasks/${task.tree}?at=${task.id}`} aria-current=${here ? 'true' : nothing}>
        <span class="cut">${task.parent ? html`<b>${task.agent || task.process}</b> <span class="quiet">${task.title}</span>` : html`<b>${task.agent || task.process}</b> <span class="quiet">the request</span>`}</span>
        ${tag(this.asking.has(task.id) ? { word: 'asks you', icon: 'asks', tone: 'wait' } : taskLook(task.state))}
        <small class="num">${duration(secondsBetween(task.created_at, isOver(task.state) ? task.finished_at : ''))}</small></a>
      ${parts.length ? html`<ul>${left ? html`<li class="quiet tiny twig">${left} earlier ones</li>` : ''}
        ${parts.map((part) => ('node' in part ? this.#task(part.node) : this.#call(part.call, task)))}</ul>` : ''}</li>`;
  }

  /** @param {import('../lib/task-model.js').Call} call */
  #call(call, task) {
    const waits = call.state === 'started' && this.asking.has(task.id);
    return html`<li><a class="twig call" data-row href=${`/tasks/${task.tree}?at=${task.id}&call=${call.id}`}>
      <code class="cut">${call.name}</code>
      ${tag(waits ? { word: 'asks you', icon: 'asks', tone: 'wait' } : callLook(call.state))}
      <small class="num">${call.state === 'started' ? '' : duration(call.seconds)}</small></a></li>`;
  }
}

customElements.define('task-tree', TaskTree);
