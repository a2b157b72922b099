import { html } from 'lit';
import { post } from '../lib/api.js';
import { LightElement } from '../lib/light.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { confirm } from './confirm-sheet.js';
import { say } from './note-list.js';
import { tag } from './tag.js';
import './text-block.js';

const SIDES = /** @type {const} */ ([['before', 'minus', 'bad'], ['now', 'plus', 'good']]);

/** A tool that waits for a person to accept what its server says of it now: what differs, as text, and the way to accept it. */
class ToolPin extends LightElement {
  static properties = { pin: { attribute: false } };

  render() {
    const { pin } = this;
    const off = pin.status === 'inactive';
    return html`<section class="card attention pin" aria-labelledby="pin-title"><header><h2 id="pin-title">${off ? 'Switched off' : 'Suspended: its definition is not the one that was accepted'}</h2></header>
      <div class="body"><p>${off ? 'A person switched it off. Every call of it and every request for it is refused until it is accepted again.'
        : 'Every call of it and every request for it is refused until you accept what its server says now. What follows are that server’s own words: read them as you would read a stranger’s.'}</p>
        ${pin.differences.length ? html`<ul class="parts">${pin.differences.map((difference) => html`<li><h3>${plain(difference.part)}</h3>
            <div class="sides">${SIDES.map(([side, icon, tone]) => this.#side(difference[side], side, icon, tone))}</div></li>`)}</ul>`
          : pin.accepted === pin.offered ? html`<p class="quiet small">What its server offers is what was accepted.</p>` : html`<p class="quiet small">Only the hash of what was accepted is known, so the parts that differ cannot be told.</p>`}
        <dl class="terms small"><dt>Accepted</dt><dd><code>${pin.accepted || 'nothing yet'}</code></dd><dt>Offered now</dt><dd><code>${pin.offered}</code></dd></dl>
        <div class="acts"><button ${needs('administrator')} class="btn" @click=${this.#accept}>${off ? 'Switch on…' : 'Accept…'}</button></div></div></section>`;
  }

  /** @param {string | undefined} text @param {string} side @param {string} icon @param {string} tone */
  #side(text, side, icon, tone) {
    return html`<div class="side">${tag({ word: side, icon, tone: /** @type {any} */ (tone) })}
      ${text === undefined ? html`<p class="quiet small">${side === 'before' ? 'was not there' : 'is not there any more'}</p>` : html`<text-block .text=${plain(text)} .label=${side}></text-block>`}</div>`;
  }

  #accept() {
    const { pin } = this;
    confirm({
      title: `Accept ${pin.tool}`,
      words: 'Agents can be granted it again, in the form you have just seen. If its server offers another one by then, nothing happens.',
      action: 'Accept this definition',
      record: false,
      act: async () => {
        await post(`/tools/${encodeURIComponent(pin.tool)}/accept`, { definition: pin.offered });
        say(`Accepted ${pin.tool}`);
      },
    });
  }
}

customElements.define('tool-pin', ToolPin);
