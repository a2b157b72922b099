import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { providerAddress, providerName } from '../lib/provider.js';
import { problem } from './problem.js';

/** What somebody sees who is not logged in: how to get in, and why the last try did not work. */
class LogInGate extends LightElement {
  static properties = { problem: { attribute: false } };

  render() {
    return html`<main class="gate"><section class="card">
      <h1 class="brand">Writ<i>.</i></h1>
      ${this.problem ? problem(this.problem) : ''}
      ${providerName() ? this.#provider() : html`<p>This browser is not logged in. In a terminal on this machine:</p>`}
      <pre><code>writ open</code></pre>
      <p class="small">It prints a link that works once, within ten minutes. There is no password to lose; a log-in ends
        after a day, or when the server stops.</p>
      <form class="field" @submit=${this.#submit}><label for="token">Or with the token that was made for you</label>
        <div class="row"><input class="input mono grow" id="token" name="token" type="password" autocomplete="off" required placeholder="writ_person_…">
          <button class="btn">Log in</button></div></form>
    </section></main>`;
  }

  /** The router leaves links with a target alone: the browser itself has to go there. */
  #provider() {
    return html`<p>This browser is not logged in.</p>
      <a class="btn pri" href=${providerAddress()} target="_self">Log in with ${providerName()}</a>
      <p>Or in a terminal on this machine:</p>`;
  }

  /** @param {SubmitEvent} event */
  #submit(event) {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (this.querySelector('#token'));
    this.dispatchEvent(new CustomEvent('token', { detail: field.value.trim() }));
    field.value = '';
  }
}

customElements.define('log-in-gate', LogInGate);
