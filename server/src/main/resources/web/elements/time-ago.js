import { html } from 'lit';
import { ago, clock } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { onTick } from '../lib/ticker.js';

/** How long ago something was; the exact time is in its title. */
class TimeAgo extends LightElement {
  static properties = { time: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    this.stop = onTick(() => this.requestUpdate());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.stop();
  }

  render() {
    return html`<time datetime=${this.time} title=${clock(this.time)}>${ago(this.time)}</time>`;
  }
}

customElements.define('time-ago', TimeAgo);
