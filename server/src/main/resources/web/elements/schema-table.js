import { html } from 'lit';
import { plain } from '../lib/plain.js';

const KEPT = ['enum', 'const', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength', 'default', 'format'];

/** @param {any} schema @returns {string} for instance `list of string` */
function typeOf(schema) {
  if (schema?.type === 'array') {
    return `list of ${typeOf(schema.items ?? {})}`;
  }
  return [schema?.type ?? (schema?.enum ? 'one of' : 'anything')].flat().join(' or ');
}

/** The fields of a JSON Schema for people: name, type, limits, what it is for. @param {any} schema @param {string} none said where there is no field */
export function schemaTable(schema, none) {
  const fields = Object.entries(schema?.properties ?? {});
  const needed = new Set(schema?.required ?? []);
  return fields.length ? html`<dl class="schema">${fields.map(([name, field]) => html`<div>
    <dt><code>${plain(name)}</code> <span class="tiny quiet">${plain(typeOf(field))}${needed.has(name) ? ', needed' : ''}</span></dt>
    <dd>${plain(field?.description ?? '')}
      ${KEPT.filter((word) => field && field[word] !== undefined).map((word) => html`<span class="tiny quiet limit">${word} <code>${plain(JSON.stringify(field[word]))}</code></span> `)}</dd></div>`)}</dl>`
    : html`<p class="quiet small">${none}</p>`;
}
