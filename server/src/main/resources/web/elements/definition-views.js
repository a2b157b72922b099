import { html } from 'lit';
import { pathOf } from '../lib/kinds.js';
import { plain } from '../lib/plain.js';
import { schemaTable } from './schema-table.js';
import { scopeList } from './scope-list.js';
import './text-block.js';
import { toolView } from './tool-view.js';

/** @param {string} title @param {unknown} content @param {unknown} [more] in the head of the card */
export const section = (title, content, more = '') => html`<section class="card part" aria-label=${title}><header><h2>${title}</h2>${more}</header><div class="body">${content}</div></section>`;

/** @param {any} value */
const field = (value) => (typeof value === 'string' ? (value.includes('\n') ? html`<text-block .text=${plain(value)}></text-block>` : plain(value))
  : Array.isArray(value) && value.every((one) => typeof one !== 'object') ? value.map((one) => html`<code>${plain(one)}</code> `)
    : html`<pre class="text">${plain(JSON.stringify(value, null, 2))}</pre>`);

/** What a kind has no own words for. @param {Record<string, any>} content @param {string[]} shown */
const others = (content, ...shown) => {
  const left = Object.entries(content).filter(([name]) => !shown.includes(name));
  return left.length ? section('More', html`<dl class="terms">${left.map(([name, value]) => html`<dt>${plain(name)}</dt><dd>${field(value)}</dd>`)}</dl>`) : '';
};

/** @param {any} content @param {import('../lib/definitions.js').Loaded} loaded */
const agentView = (content, { base }) => html`
  ${section('Instruction', html`${content.purpose ? html`<p class="lead">${plain(content.purpose)}</p>` : ''}
    <text-block .text=${plain(content.instruction ?? '')} label="Instruction"></text-block>
    <p class="facts"><span>model tier ${plain(content.tier ?? 'standard')}</span><span>at most ${plain(content.maximum_turns ?? 30)} turns</span></p>`)}
  ${section('What it may always do', base.length ? html`<ul class="rows powers">${base.map((one) => html`<li><div><a class="link" href=${pathOf('tools', one.tool)}>${plain(one.tool)}</a>
    <span class="small quiet">${one.operations.join(', ') || 'every operation'}</span></div><div class="small">${scopeList(one.scope)}</div></li>`)}</ul>`
    : html`<p class="quiet small">Nothing but to end its task, to ask for tools, and to ask for knowledge. Whatever else it needs, it asks for.</p>`)}
  ${content.documents?.length ? section('Documents it is given', html`<p class="row">${content.documents.map((name) => html`<a class="link" href=${pathOf('documents', name)}>${plain(name)}</a>`)}</p>`) : ''}
  ${others(content, 'purpose', 'instruction', 'tier', 'maximum_turns', 'documents')}`;

/** @param {any} content */
const processView = (content) => html`
  ${section('What it does', html`<p class="lead">${plain(content.summary ?? '')}</p>
    ${Array.isArray(content.steps) ? html`<ol class="steps">${content.steps.map((step) => html`<li>${field(step)}</li>`)}</ol>`
      : html`<p class="quiet small">Its steps are part of Writ and written into the journal as they are done, so a task goes on after a crash where it was. A task shows them as it runs.</p>`}`)}
  ${section('Parameters', schemaTable(content.parameters, 'It takes none: the request is all it needs.'))}
  ${others(content, 'summary', 'steps', 'parameters')}`;

/** @param {any} content */
const documentView = (content) => html`
  ${section('Text', html`${content.summary ? html`<p class="lead">${plain(content.summary)}</p>` : ''}
    ${content.text ? html`<text-block .text=${plain(content.text)} label="Text"></text-block>` : html`<p class="quiet small">It has no text.</p>`}
    ${content.keywords?.length ? html`<p class="row small"><span class="quiet">Keywords</span> ${[content.keywords].flat().map((word) => html`<code class="word">${plain(word)}</code>`)}</p>` : ''}`)}
  ${others(content, 'summary', 'text', 'keywords')}`;

/** What one definition holds, readably. @param {string} kind @param {import('../lib/definitions.js').Loaded} loaded */
export function definitionView(kind, loaded) {
  const content = loaded.definition?.content ?? {};
  switch (kind) {
    case 'agents': return agentView(content, loaded);
    case 'tools': return html`${toolView(loaded, section)}${others(content, 'summary', 'server', 'level', 'default_hours', 'operations')}`;
    case 'processes': return processView(content);
    default: return documentView(content);
  }
}
