import { html } from 'lit';
import { icon } from '../lib/icons.js';
import { knownKeys, useKeys } from '../lib/keys.js';
import { LightElement } from '../lib/light.js';

/** The list of what keys do on this page. */
class KeySheet extends LightElement {
  connectedCallback() {
    super.connectedCallback();
    useKeys([{ keys: '?', what: 'Show this list', run: () => this.#open() }]);
  }

  #open() {
    this.requestUpdate();
    this.updateComplete.then(() => this.querySelector('dialog')?.showModal());
  }

  render() {
    return html`<button class="btn flat wide" @click=${this.#open} aria-label="Keyboard shortcuts"><kbd>?</kbd></button>
      <dialog class="sheet" aria-labelledby="keys-title">
        <div class="title"><h2 id="keys-title">Keys</h2>
          <button class="btn flat lean" autofocus @click=${() => this.querySelector('dialog')?.close()}>
            ${icon('close')} Close</button></div>
        <div class="body"><dl class="keys">${knownKeys().map((shortcut) => html`
          <dt>${shortcut.what}</dt>
          <dd>${shortcut.keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</dd>`)}<dt>Jump to a page or a request</dt><dd><kbd>Ctrl</kbd> <kbd>K</kbd></dd></dl>
          <p class="quiet small">Keys move and open. None of them approves, denies or revokes anything.</p></div>
      </dialog>`;
  }
}

customElements.define('key-sheet', KeySheet);
