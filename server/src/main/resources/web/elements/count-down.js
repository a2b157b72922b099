import { html } from 'lit';
import { clock, duration, secondsBetween } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { onTick } from '../lib/ticker.js';

/** The time that is left, second by second. */
class CountDown extends LightElement {
  static properties = { until: { attribute: false }, over: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stop = onTick(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  render() {
    const left = -secondsBetween(this.until);
    return html`<time class="num" datetime=${this.until} title=${clock(this.until)}>${left > 0 ? duration(Math.ceil(left)) : this.over ?? 'over'}</time>`;
  }
}

customElements.define('count-down', CountDown);
