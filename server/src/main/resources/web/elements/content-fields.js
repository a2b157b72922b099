import { html } from 'lit';
import { same } from '../lib/merge-patch.js';

const LONG = ['text', 'instruction', 'purpose', 'summary', 'description'];
const WHOLE = ['text', 'instruction'];
const TIERS = ['small', 'standard', 'large'];

const label = (name) => name.replaceAll('_', ' ');
const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

/** Whether a value can be written in a field of its own rather than as JSON. @param {unknown} value */
export const isSimple = (value) => ['string', 'number', 'boolean'].includes(typeof value)
  || (Array.isArray(value) && value.every((one) => typeof one === 'string'));

/**
 * The simple parts of a content, each in a field. Others are left to JSON.
 *
 * @param {Record<string, any>} content @param {Record<string, any>} base
 * @param {(name: string, value: unknown) => void} set
 */
export const contentFields = (content, base, set) => Object.entries(content).filter(([, value]) => isSimple(value)).map(([name, value]) => html`
  <div class="field"><label for=${`field-${name}`}>${label(name)} ${same(value, base[name]) ? '' : html`<span class="tiny changed">changed</span>`}</label>
    ${input(name, value, (next) => set(name, next))}</div>`);

/** @param {string} name @param {any} value @param {(value: unknown) => void} set */
function input(name, value, set) {
  const id = `field-${name}`;
  if (typeof value === 'boolean') {
    return html`<label class="check"><input id=${id} type="checkbox" .checked=${value} @change=${(event) => set(event.target.checked)}> <span>yes</span></label>`;
  }
  if (typeof value === 'number') {
    return html`<input class="input num short" id=${id} type="number" step="any" .value=${String(value)} @input=${(event) => event.target.value !== '' && set(Number(event.target.value))}>`;
  }
  if (name === 'tier' && TIERS.includes(value)) {
    return html`<select class="input short" id=${id} @change=${(event) => set(event.target.value)}>${TIERS.map((tier) => html`<option ?selected=${tier === value}>${tier}</option>`)}</select>`;
  }
  if (Array.isArray(value)) {
    return html`<textarea class="input" id=${id} rows=${Math.min(8, value.length + 1)} .defaultValue=${value.join('\n')} @input=${(event) => set(lines(event.target.value))}></textarea><small>One a line.</small>`;
  }
  return LONG.includes(name) || value.includes('\n')
    ? html`<textarea class="input ${name === 'summary' || name === 'purpose' ? '' : 'mono'}" id=${id} spellcheck="true" rows=${Math.min(24, Math.max(WHOLE.includes(name) ? 6 : 2, value.split('\n').length + 1, Math.ceil(value.length / 100)))}
        .value=${value} @input=${(event) => set(event.target.value)}></textarea>`
    : html`<input class="input" id=${id} autocomplete="off" .value=${value} @input=${(event) => set(event.target.value)}>`;
}
