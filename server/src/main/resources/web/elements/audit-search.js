import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { go } from '../lib/router.js';

/** What people look for in the log, as filters of it. */
const QUESTIONS = [
  ['What was denied', 'tool.denied'], ['Grants that were given', 'grant.issued'], ['Grants that were revoked', 'grant.revoked'], ['Requests that were refused', 'grant.refused'],
  ['What people decided', 'approval'], ['Base permissions that changed', 'permission'], ['Definitions that changed', 'entity'], ['Tokens', 'token'], ['Files that changed', 'file'], ['Anomalies', 'anomaly'],
];

/** The way into the log with a question: of which kind, about what, in the period of the page. */
class AuditSearch extends LightElement {
  static properties = { period: { attribute: false } };

  #values() {
    const { name, from, until } = this.period;
    return name === 'custom' ? { from, until } : { period: name };
  }

  #path(more) {
    const values = Object.entries({ ...more, ...this.#values() }).filter(([, value]) => value);
    return `/events?${new URLSearchParams(values)}`;
  }

  /** @param {SubmitEvent} event */
  #search(event) {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (this.querySelector('#audit-id'));
    const id = field.value.trim();
    if (id) {
      go(this.#path({ [id.startsWith('task_') ? 'task' : 'entity']: id }));
    }
  }

  render() {
    return html`<section class="card" aria-labelledby="audit"><header><h2 id="audit">Search the audit log</h2><a class="tiny link" href=${this.#path({})}>All events</a></header>
      <div class="body"><form class="row" @submit=${this.#search}><label class="unseen" for="audit-id">Id</label>
          <input class="input grow" id="audit-id" placeholder="Id of a task, a call, a grant, an approval, a document…" autocomplete="off" spellcheck="false"><button class="btn">Search</button></form>
        <div class="row chips">${QUESTIONS.map(([words, type]) => html`<a class="btn lean chip" href=${this.#path({ type })}>${words}</a>`)}</div></div></section>`;
  }
}

customElements.define('audit-search', AuditSearch);
