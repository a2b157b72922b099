import { html } from 'lit';
import { span } from '../lib/format.js';
import { part, pathOf } from '../lib/kinds.js';
import { levelLook } from '../lib/library-looks.js';
import { plain } from '../lib/plain.js';
import { schemaTable } from './schema-table.js';
import { scopeList } from './scope-list.js';
import { tag } from './tag.js';

const LEVEL = {
  minimal: 'Policy may grant it by itself.',
  standard: 'Policy may grant it within the ceiling of a request; a person decides on the rest.',
  elevated: 'A person decides each time, unless the settings say otherwise.',
};

const EFFECT = {
  pure: { word: 'changes nothing', icon: 'done', tone: '' },
  idempotent: { word: 'may be repeated', icon: 'past', tone: '' },
  unsafe: { word: 'never repeated by itself', icon: 'past', tone: '' },
};

const READS = { own: 'Reads what Writ itself says.', kept: 'Reads what you keep, which others may have written.', world: 'Reads what anybody may have written.' };

/** What a call of it touches, in a sentence. */
const touches = (operation) => [READS[operation.reads] ?? '',
  operation.changes ? 'Changes something.' : '', operation.sends ? 'Somebody else learns what it is given.' : ''].filter(Boolean).join(' ');

const operationPart = (operation) => html`<li class="operation"><div class="spread"><h3><code>${plain(operation.name)}</code></h3><span class="row">${operation.sends ? tag({ word: 'sends', icon: 'open', tone: 'wait' }) : ''} ${tag(EFFECT[operation.effect] ?? EFFECT.unsafe)}</span></div>
  <p>${plain(operation.description ?? '')}</p>
  ${operation.reads ? html`<p class="small quiet">${touches(operation)}</p>` : ''}
  <details><summary>Arguments</summary>${schemaTable(operation.arguments, 'It takes none.')}</details></li>`;

/** A tool as its server offers it; where none does, as its definition has it. @param {import('../lib/definitions.js').Loaded} loaded @param {(title: string, content: unknown, more?: unknown) => unknown} section */
export function toolView({ definition, tool, base }, section) {
  const content = definition?.content ?? {};
  const level = tool?.level ?? content.level ?? '';
  const operations = tool?.operations ?? content.operations ?? [];
  const server = tool?.server ?? content.server ?? '';
  const seconds = tool?.default_seconds ?? (content.default_hours ?? 0) * 3600;
  return html`
    ${section('The tool', html`<p class="lead">${plain(tool?.summary ?? content.summary ?? '')}</p>
      <dl class="terms"><dt>Level</dt><dd>${tag(levelLook(level))} <span class="small quiet">${LEVEL[level] ?? ''}</span></dd>
        <dt>Server</dt><dd><a class="link" href=${`/settings?server=${part(server)}`}>${plain(server)}</a> <span class="small quiet">${tool?.third_party ? 'of a third party: what it says is not to be trusted' : 'part of Writ'}</span></dd>
        ${seconds ? html`<dt>Granted for</dt><dd>${span(seconds)} <span class="small quiet">where nothing else is asked</span></dd>` : ''}
        ${tool?.alternatives?.length ? html`<dt>In its place</dt><dd>${tool.alternatives.map((name) => html`<a class="link" href=${pathOf('tools', name)}>${name}</a> `)}</dd>` : ''}</dl>`)}
    ${section(`Operations`, html`<ul class="rows">${operations.map(operationPart)}</ul>`, html`<span class="tiny num">${operations.length}</span>`)}
    ${section('Who always has it', base.length ? html`<ul class="rows powers">${base.map((one) => html`<li><div><a class="link" href=${pathOf('agents', one.agent)}>${plain(one.agent)}</a>
      <span class="small quiet">${one.operations.join(', ') || 'every operation'}</span></div><div class="small">${scopeList(one.scope)}</div></li>`)}</ul>`
      : html`<p class="quiet small">No agent: whoever needs it asks for it.</p>`)}`;
}
