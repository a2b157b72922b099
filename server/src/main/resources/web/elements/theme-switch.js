import { html } from 'lit';
import { icon } from '../lib/icons.js';
import { LightElement } from '../lib/light.js';

const ORDER = /** @type {const} */ (['auto', 'light', 'dark']);

/** Light, dark, or as the system says. */
class ThemeSwitch extends LightElement {
  static properties = { theme: { state: true } };

  constructor() {
    super();
    this.theme = /** @type {typeof ORDER[number]} */ (document.documentElement.dataset.theme ?? 'auto');
  }

  render() {
    return html`<button class="btn flat lean" @click=${this.#next} title="Change the theme">
      ${icon(this.theme)} <span>Theme: ${this.theme}</span></button>`;
  }

  #next() {
    this.theme = ORDER[(ORDER.indexOf(this.theme) + 1) % ORDER.length];
    if (this.theme === 'auto') {
      delete document.documentElement.dataset.theme;
      localStorage.removeItem('writ-theme');
    } else {
      document.documentElement.dataset.theme = this.theme;
      localStorage.setItem('writ-theme', this.theme);
    }
  }
}

customElements.define('theme-switch', ThemeSwitch);
