import { html } from 'lit';
import { curlCommand } from '../lib/commands.js';
import { LightElement } from '../lib/light.js';
import './copy-button.js';

/**
 * What the page shows or does, as commands: `cli` for `writ`, `request` for curl. Neither holds a token.
 *
 * @typedef {{method?: string, path: string, query?: Record<string, any>, body?: object}} Request
 */
class CopyAs extends LightElement {
  static properties = { cli: { attribute: false }, request: { attribute: false } };

  render() {
    return html`<span class="offer" role="group" aria-label="Copy as a command"><span class="tiny quiet" aria-hidden="true">Copy as</span>
      ${this.cli ? html`<copy-button text=${this.cli} label="CLI"></copy-button>` : ''}
      ${this.request ? html`<copy-button text=${curlCommand(this.request)} label="curl"></copy-button>` : ''}</span>`;
  }
}

customElements.define('copy-as', CopyAs);
