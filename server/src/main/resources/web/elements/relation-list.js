import { html } from 'lit';
import { kindOf, pathOf } from '../lib/kinds.js';
import { plain } from '../lib/plain.js';

/** @param {any} relation */
function target(relation) {
  const kind = kindOf(relation.kind);
  const path = kind ? pathOf(kind, relation.name, relation.id) : relation.kind === 'task' ? `/tasks/${relation.id}` : '';
  return path ? html`<a class="link" href=${path}>${plain(relation.name)}</a>` : plain(relation.name);
}

/** What a definition is related to, and in whose text its name stands. @param {import('../lib/definitions.js').Loaded} loaded */
export const relationList = ({ relations, mentions }) => (relations.length || mentions.length ? html`
  <ul class="relations">${relations.map((relation) => html`<li><span class="tiny quiet">${relation.direction === 'to' ? '' : 'is the target of '}${plain(relation.type.replaceAll('_', ' '))}${relation.direction === 'to' ? '' : ' from'}
      · ${relation.kind}${relation.strength < 1 ? ` · strength ${relation.strength}` : ''}</span>${target(relation)}</li>`)}
    ${mentions.map(({ kind, name, id }) => html`<li><span class="tiny quiet">named by ${kind === 'agents' ? 'the agent' : 'the document'}</span><a class="link" href=${pathOf(kind, name, id)}>${plain(name)}</a></li>`)}</ul>`
  : html`<p class="quiet small">Nothing is related to it, and no agent or document names it.</p>`);
