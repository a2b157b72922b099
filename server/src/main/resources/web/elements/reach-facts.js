import { html } from 'lit';
import { get } from '../lib/api.js';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';
import { cut, plain } from '../lib/plain.js';

const LONGEST_NAME = 120;
const ICONS = { good: 'done', plain: 'past', caution: 'asks' };
const SAID = { good: 'calms', plain: '', caution: 'look twice' };

/** What a yes would put within reach as things are now; asked for once, beside the decision and never before it. */
class ReachFacts extends LightElement {
  static properties = { approval: { attribute: false }, found: { state: true }, error: { state: true } };

  willUpdate(changed) {
    if (changed.has('approval') && this.approval !== this.asked) {
      this.asked = this.approval;
      this.found = undefined;
      this.error = undefined;
      this.#ask(this.approval);
    }
  }

  /** @param {string} id */
  async #ask(id) {
    try {
      const found = await get(`/approvals/${id}/reach`);
      if (id === this.asked) {
        this.found = found;
      }
    } catch (error) {
      if (id === this.asked) {
        this.error = error;
      }
    }
  }

  render() {
    return html`<div class="reach"><h3>What it could reach</h3>${this.error
      ? html`<p class="quiet">This cannot be found out now: ${this.error.message}</p>`
      : this.found ? html`<ul>${this.found.facts.map(fact)}</ul>` : html`<p class="quiet">Looking…</p>`}</div>`;
  }
}

/** @param {{title: string, words: string, tone: 'good' | 'plain' | 'caution', examples: string[]}} one */
const fact = ({ title, words, tone, examples }) => html`<li class=${tone}>${icon(ICONS[tone] ?? 'past')}
  <span><b>${title}</b>${SAID[tone] ? html`<span class="unseen"> (${SAID[tone]})</span>` : ''} <bdi>${plain(words)}</bdi>
    ${examples.map((name) => html` <code>${cut(plain(name), LONGEST_NAME)}</code>`)}</span></li>`;

customElements.define('reach-facts', ReachFacts);
