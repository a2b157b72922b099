import { html } from 'lit';
import { get, post } from '../lib/api.js';
import { clock, plural, span } from '../lib/format.js';
import { part, pathOf } from '../lib/kinds.js';
import { statusLook } from '../lib/library-looks.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { confirm } from './confirm-sheet.js';
import { bones } from './empty.js';
import { say } from './note-list.js';
import { problem } from './problem.js';
import { tag } from './tag.js';

const WORDS = {
  start: 'It is started now, and may then be called. This waits until it answers.',
  stop: 'It ends once its calls are done, or after five seconds, and stays stopped until it is started here or Writ is.',
  restart: 'Calls under way have five seconds to be done. It is then started afresh.',
};

const codes = (list) => list.map((one) => html`<code>${plain(one)}</code> `);

/** What one server may have, its tools, what was refused, its log, and starting and stopping it. */
class ServerDetails extends LightElement {
  static properties = { server: { attribute: false } };
  details = new Loader(this, async () => {
    const path = `/servers/${part(this.server.name)}`;
    const [full, log] = await Promise.all([get(path), this.server.kind === 'built in' ? { lines: [] } : get(`${path}/log`)]);
    return { full, log: log.lines };
  }, ({ type }) => /^(server|entity|tool)\./.test(type));

  render() {
    const { value, error } = this.details;
    if (!value) {
      return error ? problem(error, () => this.details.reload()) : bones(3);
    }
    const { full, log } = value;
    const own = full.kind === 'built in';
    return html`<div class="server-body">${error ? problem(error, () => this.details.reload()) : ''}
      ${own ? '' : html`<dl class="terms small">
        ${full.command ? html`<dt>Program</dt><dd><code>${plain(full.command.join(' '))}</code></dd>` : html`<dt>Address</dt><dd><code>${plain(full.url)}</code></dd>`}
        ${full.command ? html`<dt>Reads</dt><dd>${full.reads.length ? codes(full.reads) : 'no folder'}</dd><dt>Writes</dt><dd>${full.writes.length ? codes(full.writes) : 'no folder'}</dd><dt>Hosts</dt><dd>${full.hosts.length ? codes(full.hosts) : 'no network'}</dd>` : ''}
        <dt>Level</dt><dd>${full.level} at least</dd><dt>Calls</dt><dd>${plural(full.calls, 'call')}${full.under_way ? `, ${full.under_way} under way` : ''}</dd>
        <dt>Since</dt><dd>${clock(full.since)}${full.idle_seconds ? html` <span class="quiet">asleep after ${span(full.idle_seconds)} without a call</span>` : ''}</dd></dl>`}
      <ul class="tools">${full.tools.map((tool) => this.#tool(own ? { name: tool } : tool))}</ul>
      ${full.refused?.length ? html`<div><h3>Not taken up</h3><ul class="small">${full.refused.map((one) => html`<li><code>${plain(one.name)}</code> ${plain(one.reason)}</li>`)}</ul></div>` : ''}
      ${own ? '' : html`<div><h3>Log</h3>${log.length ? html`<pre class="text log" tabindex="0" role="group" aria-label="Log">${log.map(plain).join('\n')}</pre>` : html`<p class="quiet small">Nothing has happened to it yet.</p>`}</div>
        <div class="acts">${Object.keys(WORDS).filter((act) => (full.state === 'held' || full.state === 'stopped') ? act === 'start' || (act === 'stop' && full.state === 'stopped') : act !== 'start')
          .map((act) => html`<button ${needs('administrator')} class="btn ${act === 'stop' ? 'bad' : ''}" @click=${() => this.#ask(act)}>${act[0].toUpperCase() + act.slice(1)}…</button>`)}</div>`}</div>`;
  }

  #tool(tool) {
    return html`<li><a class="link" href=${pathOf('tools', tool.name)}>${plain(tool.name)}</a> ${tool.status ? tag(statusLook(tool.status)) : ''}</li>`;
  }

  /** @param {'start' | 'stop' | 'restart'} act */
  #ask(act) {
    const { name } = this.server;
    const word = act[0].toUpperCase() + act.slice(1);
    confirm({
      title: `${word} ${name}`,
      words: WORDS[act],
      action: word,
      record: false,
      act: async () => {
        try {
          const after = await post(`/servers/${part(name)}/${act}`);
          say(`${name} is ${after.state}`);
        } finally {
          this.details.reload();
        }
      },
    });
  }
}

customElements.define('server-details', ServerDetails);
