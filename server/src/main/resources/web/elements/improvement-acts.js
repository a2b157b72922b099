import { html } from 'lit';
import { post } from '../lib/api.js';
import { plain } from '../lib/plain.js';
import { needs } from '../lib/rights.js';
import { confirm } from './confirm-sheet.js';
import { say } from './note-list.js';

/** What a person can do to an experiment as it stands; each thing behind a second step. @param {any} one */
export function improvementActs(one) {
  const active = one.active === one.candidate;
  switch (one.state) {
    case 'waiting': return html`${reject(one)}${approve(one)}`;
    case 'running': return html`${active ? rollBack(one) : reject(one)}${hold(one, 'pause', 'Pause')}`;
    case 'paused': return html`${active ? rollBack(one) : reject(one)}${hold(one, 'resume', 'Resume')}`;
    case 'promoted': return rollBack(one);
    default: return '';
  }
}

const name = (one) => html`<bdi>${plain(one.name)}</bdi>`;

const act = (one, verb, done) => async (reason) => {
  await post(`/improvements/${encodeURIComponent(one.id)}/${verb}`, reason ? { reason } : {});
  say(done);
};

const approve = (one) => html`<button ${needs('approver')} class="btn" @click=${() => confirm({
  title: `Let version ${one.candidate} be tried`,
  words: html`It is tried on recorded tasks first. Version ${one.incumbent} of ${name(one)} stays active until the evidence for the new one is enough, and it is taken back by itself where it does harm.`,
  action: 'Let it be tried',
  tone: 'pri',
  record: false,
  act: act(one, 'approve', `Version ${one.candidate} of ${one.name} is on trial`),
})}>Approve…</button>`;

const reject = (one) => html`<button ${needs('approver')} class="btn bad" @click=${() => confirm({
  title: `Reject version ${one.candidate}`,
  words: html`Version ${one.incumbent} of ${name(one)} stays active, and this change is tried no further. What was measured stays on record.`,
  action: 'Reject it',
  act: act(one, 'reject', `Version ${one.candidate} of ${one.name} is rejected`),
})}>Reject…</button>`;

const rollBack = (one) => html`<button ${needs('operator')} class="btn bad" @click=${() => confirm({
  title: `Take version ${one.candidate} back`,
  words: html`Version ${one.incumbent} of ${name(one)} is active again at once, for all that begins from now on.`,
  action: `Roll back to ${one.incumbent}`,
  act: act(one, 'rollback', `Version ${one.incumbent} of ${one.name} is active again`),
})}>Roll back…</button>`;

const hold = (one, verb, word) => html`<button ${needs('operator')} class="btn" @click=${() => confirm({
  title: `${word} the trial of version ${one.candidate}`,
  words: verb === 'pause' ? 'Nothing more is measured until it is resumed. What was measured counts.' : 'It goes on where it was.',
  action: word,
  tone: 'pri',
  record: false,
  act: act(one, verb, `The trial of ${one.name} is ${verb}d`),
})}>${word}…</button>`;
