import { html } from 'lit';
import { scopeParts } from '../lib/scope-words.js';

/**
 * Each value of a scope with a tick to keep it; what is a pattern of text can be made narrower by hand. Whether the
 * outcome is narrower indeed, the server decides.
 *
 * @param {Record<string, any>} scope
 * @param {string} id what the fields are named after
 */
export const scopeEditor = (scope, id) => html`<fieldset class="narrow"><legend class="label small">Keep only</legend>
  ${Object.entries(scope).filter(([, values]) => Array.isArray(values) && values.length).map(([name, values]) => html`
    <div class="part"><span class="quiet small">${scopeParts({ [name]: values })[0].name}</span>
      ${values.map((value, index) => html`<div class="row"><input type="checkbox" checked data-keep=${`${name}.${index}`}
          id=${`${id}-${name}-${index}`} aria-label=${`Keep ${Array.isArray(value) ? value.join(' ') : value}`}>
        ${typeof value === 'string' ? html`<input class="input mono" .value=${value} data-value=${`${name}.${index}`} autocomplete="off" spellcheck="false" aria-label=${`Value ${index + 1} of ${name}`}>`
          : html`<label for=${`${id}-${name}-${index}`}><code>${Array.isArray(value) ? value.join(' ') : JSON.stringify(value)}</code></label>`}</div>`)}</div>`)}
</fieldset>`;

/**
 * The scope as it stands in the editor.
 *
 * @param {Element} form
 * @param {Record<string, any>} scope what it began with
 * @returns {Record<string, any>}
 */
export function scopeFrom(form, scope) {
  const value = (name, index, before) => {
    const field = /** @type {HTMLInputElement | null} */ (form.querySelector(`[data-value="${name}.${index}"]`));
    return field ? field.value.trim() : before;
  };
  const kept = (name, index) => /** @type {HTMLInputElement} */ (form.querySelector(`[data-keep="${name}.${index}"]`))?.checked;
  return Object.fromEntries(Object.entries(scope).map(([name, values]) => [
    name,
    Array.isArray(values)
      ? values.map((before, index) => [value(name, index, before), kept(name, index)]).filter(([, keep]) => keep).map(([now]) => now)
      : values,
  ]));
}
