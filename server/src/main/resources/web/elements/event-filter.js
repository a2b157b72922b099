import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { query, setQueries } from '../lib/router.js';
import './period-choice.js';

/** First parts of types, and the types that are looked for most; `docs/reference/events.md` has all. */
const TYPES = ['agent', 'anomaly', 'approval', 'entity', 'file', 'grant', 'grant.issued', 'grant.refused', 'grant.revoked', 'incident', 'message', 'model',
  'permission', 'relationship', 'review', 'server', 'task', 'task.failed', 'token', 'tool', 'tool.denied', 'tool.failed', 'tool.succeeded'];
const KINDS = ['agent', 'anomaly', 'approval', 'document', 'file_change', 'grant', 'incident', 'message', 'model_call', 'process', 'task', 'token', 'tool', 'tool_call'];
const NAMES = ['type', 'kind', 'entity', 'task', 'tree', 'period', 'from', 'until'];

/** Which events are shown; what is chosen is in the address. */
class EventFilter extends LightElement {
  static properties = { now: { attribute: false }, more: { attribute: false } };

  render() {
    const kind = query('kind');
    return html`<search class="event-filter"><form @submit=${(event) => event.preventDefault()}>
      <label class="unseen" for="event-type">Type</label>
      <input class="input" id="event-type" list="event-types" placeholder="Any type" autocomplete="off" .value=${query('type')} @change=${put('type')}>
      <datalist id="event-types">${TYPES.map((type) => html`<option value=${type}></option>`)}</datalist>
      <label class="unseen" for="event-kind">Kind</label>
      <select class="input" id="event-kind" .value=${kind} @change=${put('kind')}><option value="">Any kind</option>
        ${[...new Set([...KINDS, ...(kind ? [kind] : [])])].map((one) => html`<option value=${one} ?selected=${one === kind}>${one.replaceAll('_', ' ')}</option>`)}</select>
      <label class="unseen" for="event-entity">Entity</label>
      <input class="input" id="event-entity" placeholder="About this id" autocomplete="off" spellcheck="false" .value=${query('entity')} @change=${put('entity')}>
      <label class="unseen" for="event-task">Task</label>
      <input class="input" id="event-task" placeholder="In this task" autocomplete="off" spellcheck="false" .value=${query('task')} @change=${put('task')}>
      <period-choice usual="" all .now=${location.search}></period-choice>
      ${query('tree') ? html`<button type="button" class="btn lean chip" @click=${() => setQueries({ tree: '' })}>Of one request only ✕</button>` : ''}
      ${NAMES.some(query) ? html`<button type="button" class="btn flat" @click=${clear}>Clear</button>` : ''}${this.more}</form></search>`;
  }
}

/** @param {string} name */
const put = (name) => (event) => setQueries({ [name]: event.target.value.trim() });

export const clear = () => setQueries(Object.fromEntries(NAMES.map((name) => [name, ''])));

customElements.define('event-filter', EventFilter);
