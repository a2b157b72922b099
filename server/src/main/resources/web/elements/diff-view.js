import { html } from 'lit';
import { diffLines } from '../lib/diff-lines.js';
import { plural } from '../lib/format.js';
import { plain } from '../lib/plain.js';
import { tag } from './tag.js';

const MARK = { added: '+', removed: '−', same: '', gap: '' };

/** @param {import('../lib/diff-lines.js').DiffLine} line */
const words = (line) => (line.middle !== undefined
  ? html`${plain(line.head ?? '')}${line.middle ? html`<mark>${plain(line.middle)}</mark>` : ''}${plain(line.tail ?? '')}` : plain(line.text));

/** @param {import('../lib/diff-lines.js').DiffLine} line */
const row = (line) => (line.kind === 'gap'
  ? html`<tr class="gap"><td colspan="4">${line.text}</td></tr>`
  : html`<tr class=${line.kind}><td class="num">${line.from}</td><td class="num">${line.to}</td>
    <td class="sign">${MARK[line.kind]}<span class="unseen">${line.kind === 'same' ? '' : line.kind}</span></td><td class="line">${words(line)}</td></tr>`);

/** How two texts differ, line by line: added and removed by sign, word and colour. @param {string} unified a unified diff */
export function diffView(unified) {
  const lines = diffLines(unified);
  const count = (kind) => lines.filter((line) => line.kind === kind).length;
  return lines.length ? html`<div class="diff-head">${tag({ word: `${plural(count('added'), 'line')} added`, icon: 'plus', tone: 'good' })}
      ${tag({ word: `${plural(count('removed'), 'line')} removed`, icon: 'minus', tone: 'bad' })}</div>
    <div class="diff" tabindex="0" role="group" aria-label="Differences"><table><thead class="unseen"><tr><th>Line before</th><th>Line after</th><th>Change</th><th>Text</th></tr></thead>
      <tbody>${lines.map(row)}</tbody></table></div>` : html`<p class="quiet small none">They do not differ.</p>`;
}
