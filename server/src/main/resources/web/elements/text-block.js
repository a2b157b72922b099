import { html } from 'lit';
import { LightElement } from '../lib/light.js';
import { plural } from '../lib/format.js';

const LINES = 14;
const CHARACTERS = 2400;

/** Text that somebody else wrote, as it is; long text is shown in part until it is asked for. */
class TextBlock extends LightElement {
  static properties = { text: { attribute: false }, label: { attribute: false }, most: { attribute: false }, whole: { state: true } };

  render() {
    const text = this.text ?? '';
    const lines = text.replace(/\n$/, '').split('\n');
    const most = this.most ?? LINES;
    const long = lines.length > most + 2 || text.length > CHARACTERS;
    const shown = long && !this.whole ? lines.slice(0, most).join('\n').slice(0, CHARACTERS) : text;
    return html`<pre class="text" tabindex=${long ? '0' : '-1'} aria-label=${this.label ?? 'Text'} role="group">${shown}</pre>
      ${long ? html`<button class="btn flat lean" @click=${() => (this.whole = !this.whole)}>
        ${this.whole ? 'Show less' : `Show all ${plural(lines.length, 'line')}`}</button>` : ''}`;
  }
}

customElements.define('text-block', TextBlock);
