import { html } from 'lit';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';
import { say } from './note-list.js';

/** Copies a command or an id. */
class CopyButton extends LightElement {
  static properties = { text: { type: String }, label: { type: String } };

  render() {
    return html`<button class="btn flat lean" title=${this.text} @click=${this.#copy}>${icon('copy')}
      <span>${this.label}</span></button>`;
  }

  async #copy() {
    await navigator.clipboard.writeText(this.text);
    say('Copied', this.text);
  }
}

customElements.define('copy-button', CopyButton);
