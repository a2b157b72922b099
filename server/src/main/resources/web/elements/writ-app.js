import { html } from 'lit';
import { access } from '../lib/api.js';
import { useKeys } from '../lib/keys.js';
import { LightElement } from '../lib/light.js';
import { go, router } from '../lib/router.js';
import { logIn, openSession } from '../lib/session.js';
import { stream } from '../lib/stream.js';
import { pageAt, places } from '../pages/pages.js';
import './confirm-sheet.js';
import './log-in-gate.js';
import './nav-rail.js';
import './note-list.js';
import './top-bar.js';

/** The whole of the control room: the gate for those who are not logged in, else the frame with a page in it. */
class WritApp extends LightElement {
  static properties = { stage: { state: true }, session: { state: true }, problem: { state: true }, menu: { state: true } };

  constructor() {
    super();
    /** @type {'asking' | 'gate' | 'in'} */
    this.stage = 'asking';
    this.problem = null;
    /** @type {import('../lib/session.js').Session | null} */
    this.session = null;
    this.menu = false;
  }

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', () => this.#moved());
    // A link that is opened in a tab of the control room changes nothing but what stands behind the #.
    addEventListener('hashchange', () => location.hash.startsWith('#login=') && location.reload());
    access.addEventListener('signed-out', () => (this.stage = 'gate'));
    this.lastPage = pageOf();
    useKeys(places.map(({ name, path, key }) => ({ keys: `g ${key}`, what: `Go to ${name}`, run: () => go(path) })));
    this.#enter();
  }

  /** @param {string} [token] that was typed in */
  async #enter(token) {
    try {
      if (token) {
        await logIn(token);
      }
      const session = await openSession();
      this.session = session;
      this.stage = session ? 'in' : 'gate';
      if (session) {
        stream.start(session.lastEvent);
      }
    } catch (error) {
      this.problem = error;
      this.stage = 'gate';
    }
  }

  #moved() {
    this.menu = false;
    this.requestUpdate();
    const page = pageOf();
    if (page !== this.lastPage) {
      this.lastPage = page;
      this.updateComplete.then(() => document.querySelector('main')?.focus());
    }
  }

  render() {
    if (this.stage === 'asking') {
      return html``;
    }
    if (this.stage === 'gate') {
      return html`<log-in-gate .problem=${this.problem} @token=${(event) => this.#enter(event.detail)}></log-in-gate>`;
    }
    const page = pageAt(location.pathname);
    document.title = `${page.title} · Writ`;
    return html`
      <a class="skip" href="#main" @click=${this.#skip}>Skip to the page</a>
      <div class="app">
        <nav-rail .here=${page.place} .shown=${this.menu} .session=${this.session}></nav-rail>
        ${this.menu ? html`<button class="veil" aria-label="Close the menu" @click=${() => (this.menu = false)}></button>` : ''}
        <div>
          <top-bar .page=${page} @menu=${() => (this.menu = !this.menu)}></top-bar>
          <main id="main" tabindex="-1">${page.render()}</main>
        </div>
      </div>
      <confirm-sheet></confirm-sheet>
      <note-list></note-list>`;
  }

  /** @param {Event} event */
  #skip(event) {
    event.preventDefault();
    event.stopPropagation();
    document.querySelector('main')?.focus();
  }
}

/** What opens beside a page is no other page. */
const pageOf = () => pageAt(location.pathname).part ?? location.pathname;

customElements.define('writ-app', WritApp);
