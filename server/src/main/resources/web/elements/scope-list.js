import { html } from 'lit';
import { scopeParts } from '../lib/scope-words.js';

/** What a grant is limited to, every value of it. @param {Record<string, any>} scope */
export const scopeList = (scope) => html`<ul class="scope">${scopeParts(scope).map(({ name, values }) => html`
  <li><span class="quiet">${name}</span> ${values.map((value) => html`<code>${value}</code> `)}</li>`)}</ul>`;
