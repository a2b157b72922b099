import { html } from 'lit';
import { secondsBetween } from '../lib/format.js';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';
import { cut, plain } from '../lib/plain.js';
import { attemptWords, retryReason } from '../lib/retry-words.js';
import { onTick } from '../lib/ticker.js';
import './count-down.js';

const LONGEST = 320;

/** That a model gave no answer yet: why, which attempt comes next, and in how long. */
class RetryNote extends LightElement {
  static properties = { retry: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stop = onTick(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  render() {
    const { retry } = this;
    const waits = secondsBetween(retry.next_at) < 0;
    return html`<div class="card retry"><p>${icon('wait')}
        <b>${retryReason(retry.reason)}:</b> ${attemptWords(retry)}${waits ? html`, <span class="nowrap">next in <count-down .until=${retry.next_at}></count-down></span>` : ' is under way'}</p>
      <p class="small quiet"><span><bdi>${plain(retry.agent)}</bdi> asks <code>${plain(retry.model)}</code></span> · <bdi>${cut(plain(retry.message), LONGEST)}</bdi></p></div>`;
  }
}

customElements.define('retry-note', RetryNote);
