import { html } from 'lit';
import { csv } from '../lib/csv.js';
import { LightElement } from '../lib/light.js';

/** Takes a list out as a file: `rows` as the API has them, `name` for the file. */
class ExportList extends LightElement {
  static properties = { rows: { attribute: false }, name: { attribute: false } };

  render() {
    const none = !this.rows?.length;
    return html`<span class="offer" role="group" aria-label="Export the list"><span class="tiny quiet" aria-hidden="true">Export</span>
      <button class="btn flat lean" ?disabled=${none} @click=${() => this.#save('json', 'application/json', `${JSON.stringify(this.rows, null, 2)}\n`)}>JSON</button>
      <button class="btn flat lean" ?disabled=${none} @click=${() => this.#save('csv', 'text/csv', csv(this.rows))}>CSV</button></span>`;
  }

  /** @param {string} ending @param {string} type @param {string} text */
  #save(ending, type, text) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = `writ-${this.name}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

customElements.define('export-list', ExportList);
