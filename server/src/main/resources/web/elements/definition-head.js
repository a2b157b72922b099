import { html } from 'lit';
import { post } from '../lib/api.js';
import { actorName } from '../lib/format.js';
import { KINDS, part, pathOf } from '../lib/kinds.js';
import { statusLook } from '../lib/library-looks.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { confirm } from './confirm-sheet.js';
import { say } from './note-list.js';
import { tag } from './tag.js';
import './time-ago.js';

/** What it means for each kind. */
const OFF = {
  agents: 'Tasks that need it fail with that reason until it is switched on again.',
  processes: 'Agents no longer find it in the library. Tasks that name it still run: a process is part of Writ.',
  documents: 'Agents no longer find it when they ask for knowledge. Those whose definition names it are still given it.',
};

/** @param {string} kind @param {any} definition */
function switchDefinition(kind, definition) {
  const on = definition.status !== 'active';
  confirm({
    title: `Switch ${definition.name} ${on ? 'on' : 'off'}`,
    words: on ? 'It counts again, in its active version.' : OFF[kind],
    action: on ? 'Switch on' : 'Switch off',
    act: async (reason) => {
      await post(`${pathOf(kind, definition.name, definition.id)}/${on ? 'activate' : 'deactivate'}`, reason ? { reason } : {});
      say(`${definition.name} is switched ${on ? 'on' : 'off'}`);
    },
  });
}

/** @param {any} tool */
const switchToolOff = (tool) => confirm({
  title: `Switch ${tool.name} off`,
  words: 'Every call of it and every request for it is refused at once, for all agents, until you accept it again. Calls under way go on to their end.',
  action: 'Switch off',
  record: false,
  act: async () => {
    await post(`/toolbox/${part(tool.name)}/deactivate`);
    say(`${tool.name} is switched off`);
  },
});

/** Tools are switched on again where their definition is accepted. @param {string} kind @param {import('../lib/definitions.js').Loaded} loaded */
export function switchButton(kind, { definition, tool }) {
  if (tool) {
    return tool.status === 'active' ? html`<button ${needs('administrator')} class="btn bad" @click=${() => switchToolOff(tool)}>Switch off…</button>` : '';
  }
  return kind === 'tools' ? '' : html`<button ${needs('administrator')} class="btn ${definition.status === 'active' ? 'bad' : ''}" @click=${() => switchDefinition(kind, definition)}>
    Switch ${definition.status === 'active' ? 'off' : 'on'}…</button>`;
}

/** Its name, how it stands, and which version is active since when. @param {string} kind @param {import('../lib/definitions.js').Loaded} loaded */
export function definitionHead(kind, loaded) {
  const { definition, tool, versions } = loaded;
  const active = versions.find(({ version }) => version === definition?.version);
  return html`<div class="head definition-head"><div class="row"><h1><bdi>${plain(definition?.name ?? tool.name)}</bdi></h1>
        ${tag(statusLook(tool?.status ?? definition?.status ?? 'absent'))}</div>
      <p class="facts">${definition ? html`<span>version ${definition.version}${active ? html`, by ${plain(actorName(active.author))}` : ''}</span>
        <span>changed <time-ago .time=${definition.updated_at}></time-ago></span>
        ${tool && definition.status === 'inactive' ? html`<span>its text is switched off</span>` : ''}`
        : html`<span>from the server ${plain(tool.server)}, which says what it is: it has no versions here</span>`}
        <span>${KINDS[kind].one}</span></p></div>`;
}
