import { html } from 'lit';
import { actorName } from '../lib/format.js';
import { changesBetween } from '../lib/merge-patch.js';
import { plain } from '../lib/plain.js';
import './copy-button.js';
import { diffView } from './diff-view.js';

/** @param {() => unknown} ask */
const orEmpty = (ask) => {
  try {
    return ask();
  } catch {
    return {};
  }
};

/**
 * Somebody else saved first: what they changed, what both changed, and the ways on.
 *
 * @param {{now: any, diff: string, by: any}} conflict
 * @param {import('../lib/drafts.js').Draft} draft
 * @param {{onTop: () => void, anew: () => void}} acts
 */
export function editConflict({ now, diff, by }, draft, acts) {
  const mine = orEmpty(() => changesBetween(draft.base, draft.raw ? JSON.parse(draft.text) : draft.content));
  const theirs = orEmpty(() => changesBetween(draft.base, now.content));
  const both = Object.keys(mine).filter((name) => name in theirs);
  return html`<section class="conflict" role="alert" aria-label="Conflict" tabindex="-1"><h3>Version ${now.version} came first</h3>
    <p>${by ? html`It was saved while you wrote, by <b>${plain(actorName(by.author))}</b>${by.reason ? html`: <q>${plain(by.reason)}</q>` : ''}. ` : ''}Of yours nothing is saved yet, and nothing is lost: it is still here, below.</p>
    <p>${both.length ? html`You both changed ${both.map((name, index) => html`${index ? ', ' : ''}<code>${plain(name)}</code>`)}: there, yours would take the place of theirs.` : 'You changed other parts than they did: both changes fit together.'}</p>
    <details ?open=${diff.length < 4000}><summary>What they changed since version ${draft.version}</summary>${diffView(diff)}</details>
    <div class="acts"><button type="button" class="btn pri" @click=${acts.onTop}>Save mine on top of version ${now.version}</button>
      <copy-button text=${JSON.stringify(mine, null, 2)} label="Copy my changes"></copy-button>
      <button type="button" class="btn bad" @click=${acts.anew}>Give mine up, begin with version ${now.version}</button></div></section>`;
}
