import { html } from 'lit';

/** What stands where there is nothing yet: what would be here, and how it comes to be. @param {string} title @param {unknown} words @param {unknown} [more] */
export const empty = (title, words, more = '') => html`<div class="empty"><h2>${title}</h2><p>${words}</p>${more}</div>`;

/** What stands there while the server is asked. */
export const bones = (lines = 3) => html`<div class="bones" aria-hidden="true">${Array.from({ length: lines }, () => html`<i></i>`)}</div>
  <span class="unseen" role="status">Loading</span>`;
