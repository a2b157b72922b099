import { html, nothing } from 'lit';
import { LightElement } from '../lib/light.js';
import { groups } from '../pages/pages.js';
import { waiting } from '../lib/waiting.js';
import './theme-switch.js';

/** The way to every page, with how much waits for a person. On a small screen it slides in. */
class NavRail extends LightElement {
  static properties = { here: { attribute: false }, shown: { type: Boolean }, session: { attribute: false } };

  connectedCallback() {
    super.connectedCallback();
    waiting.addEventListener('change', () => this.requestUpdate());
  }

  render() {
    return html`<nav class="rail ${this.shown ? 'shown' : ''}" aria-label="Pages">
      <div class="brand">Writ<i>.</i></div>
      ${groups.filter(({ places }) => places.length).map(({ name, places }) => html`<div class="group" role="group" aria-label=${name}>
        <span class="tiny" aria-hidden="true">${name}</span>
        ${places.map((place) => html`<a href=${place.path} aria-current=${place.name === this.here ? 'page' : nothing}>
          <span>${place.name}</span>${this.#count(place.name)}</a>`)}</div>`)}
      <div class="foot">${this.session && this.session.name !== 'user' ? html`<span>${this.session.name}, ${this.session.role}</span>` : ''}<theme-switch></theme-switch><span>Press <kbd>?</kbd> for keys</span></div>
    </nav>`;
  }

  #count(name) {
    const { count, words } = waiting.of(name);
    return count ? html`<b class="count">${count}<span class="unseen"> ${words}</span></b>` : '';
  }
}

customElements.define('nav-rail', NavRail);
