import { html } from 'lit';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import './jump-sheet.js';
import './key-sheet.js';
import './live-state.js';
import { askRevokeAll } from './revoke-all.js';

/** Where one is, whether the page is live, and what is always at hand. */
class TopBar extends LightElement {
  static properties = { page: { attribute: false } };

  render() {
    return html`<header class="top">
      <button class="btn flat menu" @click=${() => this.dispatchEvent(new CustomEvent('menu'))}>
        ${icon('menu')} <span class="unseen">Menu</span></button>
      <div class="where cut">${this.page.trail.map((step) => html`<a href=${step.path}>${step.name}</a><span>/</span>`)}
        <b class="cut">${this.page.title}</b></div>
      <jump-sheet></jump-sheet>
      <live-state></live-state>
      <button ${needs('operator')} class="btn lean bad wide" @click=${askRevokeAll}>Revoke all…</button>
      <key-sheet></key-sheet>
    </header>`;
  }
}

customElements.define('top-bar', TopBar);
