import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { stream } from '../lib/stream.js';

const WORDS = { connecting: 'connecting', live: 'live', reconnecting: 'reconnecting' };

/** Whether what the page shows is what is. */
class LiveState extends LightElement {
  connectedCallback() {
    super.connectedCallback();
    stream.addEventListener('state', () => this.requestUpdate());
  }

  render() {
    const name = stream.state === 'live' ? 'live-now' : stream.state;
    return html`<span class="live ${name}" role="status">${WORDS[stream.state]}</span>`;
  }
}

customElements.define('live-state', LiveState);
