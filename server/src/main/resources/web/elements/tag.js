import { html } from 'lit';
import { icon } from '../lib/icons.js';

/** A state: icon, word and colour. @param {import('../lib/states.js').Look} look */
export const tag = (look) => html`<span class="tag ${look.tone}">${icon(/** @type {any} */ (look.icon))}${look.word}</span>`;
