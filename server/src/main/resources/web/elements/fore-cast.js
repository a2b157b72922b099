import { html } from 'lit';
import { plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { scopeWords } from '../lib/scope-words.js';
import { tag } from './tag.js';

/** @type {Record<string, import('../lib/states.js').Look>} */
const OUTCOMES = {
  always: { word: 'always has it', icon: 'done', tone: 'good' },
  automatic: { word: 'granted by itself', icon: 'done', tone: 'good' },
  validated: { word: 'judged first', icon: 'wait', tone: 'wait' },
  person: { word: 'asks you', icon: 'asks', tone: 'wait' },
  outside: { word: 'outside, refused', icon: 'denied', tone: 'bad' },
  suspended: { word: 'switched off', icon: 'denied', tone: 'bad' },
};
const STANDINGS = { automatic: OUTCOMES.automatic, person: OUTCOMES.person, outside: OUTCOMES.outside, suspended: OUTCOMES.suspended };

/** What would probably become of a request: who takes it, which tools it will ask for, and who would say yes. */
class ForeCast extends LightElement {
  static properties = { value: { attribute: false } };

  render() {
    const { agents, expected, tools, understood, planned, model, budget } = this.value;
    const asks = expected.filter(({ outcome }) => outcome === 'person' || outcome === 'validated').length;
    const refused = expected.filter(({ outcome }) => outcome === 'outside' || outcome === 'suspended').length;
    return html`<section class="forecast" aria-labelledby="forecast"><h2 id="forecast">What would happen <span class="quiet small">nothing was started</span></h2>
      <dl class="terms"><dt>Taken by</dt><dd>${this.#agents(agents)}</dd>
        ${planned ? html`<dt>Planned</dt><dd>first; other agents may get parts of it</dd>` : ''}
        <dt>Model</dt><dd>${model}, at most ${plural(budget.modelCalls, 'call')}</dd>
        <dt>Asks you</dt><dd>${asks ? `probably ${plural(asks, 'time')}` : understood ? 'probably never' : 'not known'}${refused ? html`, and <b>${plural(refused, 'tool')}</b> it probably needs ${refused === 1 ? 'is' : 'are'} out of reach` : ''}</dd></dl>
      ${understood ? '' : html`<p class="untold small">The rules do not know what these words ask for, so what the agent will need is not foretold.</p>`}
      <ul class="rows">${expected.map((one) => html`<li><p class="row">${tag(OUTCOMES[one.outcome])} <b>${one.tool}</b>${one.at_start ? html`<span class="tiny quiet">before it begins</span>` : ''}
        <span class="quiet small">${scopeWords(one.scope)}</span></p>${one.outcome === 'automatic' || one.outcome === 'always' ? '' : html`<p class="small quiet">${one.sentence}</p>`}</li>`)}</ul>
      <details><summary>Every tool, should it ask for it</summary><ul class="rows">${tools.map((one) => html`<li><p class="row">${tag(STANDINGS[one.standing])} <b>${one.tool}</b>
        <span class="quiet small">${one.automatic.map((scope) => scopeWords(scope)).filter(Boolean).join('; or ')}${one.standing === 'automatic' && one.person ? '; more asks you' : ''}</span></p></li>`)}</ul></details>
    </section>`;
  }

  #agents(agents) {
    if (!agents.length) {
      return 'its process, without an agent';
    }
    return agents.length === 1 ? html`<b>${agents[0].name}</b> <span class="quiet">${agents[0].purpose}</span>`
      : html`one of ${agents.map(({ name }) => html`<b>${name}</b> `)}<span class="quiet">which a model chooses</span>`;
  }
}

customElements.define('fore-cast', ForeCast);
