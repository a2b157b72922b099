import { html } from 'lit';
import { get } from '../lib/api.js';
import { duration, plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { tag } from './tag.js';

/** What this server is, and what is missing on its machine and what that disables. */
class ServerHealth extends LightElement {
  system = new Loader(this, () => get('/system'), () => false);
  doctor = new Loader(this, () => get('/doctor'), () => false);

  render() {
    const system = this.system.value;
    const wrong = this.doctor.value?.checks.filter(({ state }) => state !== 'ok') ?? [];
    return system ? html`<section class="card health" aria-labelledby="server"><header><h2 id="server">This server</h2>
        ${this.doctor.value ? tag(wrong.length ? { word: plural(wrong.length, 'remark'), icon: 'asks', tone: 'wait' } : { word: 'all is well', icon: 'done', tone: 'good' }) : ''}</header>
      <div class="body"><p class="facts"><span>Writ ${system.version}</span><span>model ${system.model}</span><span>up for ${duration(system.uptime_seconds)}</span><span class="mono">${system.data}</span></p>
        ${wrong.length ? html`<details><summary>What is missing here</summary><dl class="remarks">${wrong.map((check) => html`<dt>${check.name} <span class="quiet">${check.state}</span></dt>
          <dd>${check.detail}${check.disables ? html`<br>Disables: ${check.disables}` : ''}${check.hint ? html`<br><span class="quiet">${check.hint}</span>` : ''}</dd>`)}</dl></details>` : ''}</div></section>` : html``;
  }
}

customElements.define('server-health', ServerHealth);
