import { html } from 'lit';
import { isoTime, localTime, PERIODS, periodOf } from '../lib/period.js';
import { LightElement } from '../lib/light.js';
import { setQueries } from '../lib/router.js';

/** Chooses the period that a page is about, in the address. */
class PeriodChoice extends LightElement {
  /** `all`: whether all time can be chosen. `now`: changes when the address does. */
  static properties = { usual: { type: String }, all: { type: Boolean }, now: { attribute: false } };

  render() {
    const { name, from, until } = periodOf(this.usual ?? '');
    return html`<div class="row period"><label class="unseen" for="period">Period</label>
      <select class="input" id="period" .value=${name} @change=${(event) => this.#choose(event.target.value)}>
        ${this.all ? html`<option value="" ?selected=${!name}>All time</option>` : ''}
        ${Object.entries(PERIODS).map(([key, period]) => html`<option value=${key} ?selected=${key === name}>${period.name}</option>`)}
        <option value="custom" ?selected=${name === 'custom'}>Custom…</option></select>
      ${name === 'custom' ? html`<span class="row custom"><input class="input" type="datetime-local" aria-label="From" .value=${localTime(from)}
          @change=${(event) => setQueries({ from: isoTime(event.target.value) })}><span class="quiet">to</span>
        <input class="input" type="datetime-local" aria-label="Until" .value=${localTime(until)}
          @change=${(event) => setQueries({ until: isoTime(event.target.value) })}></span>` : ''}</div>`;
  }

  /** @param {string} name */
  #choose(name) {
    const { from } = periodOf(this.usual ?? '');
    setQueries(name === 'custom' ? { period: 'custom', from } : { period: name === (this.usual ?? '') ? '' : name, from: '', until: '' });
  }
}

customElements.define('period-choice', PeriodChoice);
