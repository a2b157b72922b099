import { html } from 'lit';
import { csv } from '../lib/csv.js';
import { LightElement } from '../lib/light.js';
import { sayFailure } from './note-list.js';

/** Takes a list out as a file: `rows` as the API has them, or `ask` for them where the page has only a part; `name` for the file. */
class ExportList extends LightElement {
  static properties = { rows: { attribute: false }, ask: { attribute: false }, name: { attribute: false } };

  render() {
    const none = !this.rows?.length;
    return html`<span class="offer" role="group" aria-label="Export the list"><span class="tiny quiet" aria-hidden="true">Export</span>
      <button class="btn flat lean" ?disabled=${none} @click=${() => this.#save('json', 'application/json', (rows) => `${JSON.stringify(rows, null, 2)}\n`)}>JSON</button>
      <button class="btn flat lean" ?disabled=${none} @click=${() => this.#save('csv', 'text/csv', csv)}>CSV</button></span>`;
  }

  /** @param {string} ending @param {string} type @param {(rows: any[]) => string} written */
  async #save(ending, type, written) {
    let text;
    try {
      text = written(this.ask ? await this.ask() : this.rows);
    } catch (error) {
      sayFailure(error);
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
    link.download = `writ-${this.name}.${ending}`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }
}

customElements.define('export-list', ExportList);
