import { html } from 'lit';
import { duration } from '../lib/format.js';
import { callLook } from '../lib/states.js';
import { callName } from '../lib/task-model.js';
import { tag } from './tag.js';
import './text-block.js';

/** @param {unknown} value */
const plain = (value) => {
  const words = Array.isArray(value) && value.every((one) => typeof one === 'string');
  return typeof value === 'string' ? value : words ? value.join(' ') : JSON.stringify(value);
};

/** @param {string} authority by what right a call ran @param {string} assignment */
const right = (authority, assignment) => ({
  core: 'part of every agent',
  base: 'allowed by what this agent always has',
  grant: `allowed by grant …${assignment.slice(-4)}`,
})[authority] ?? '';

/** @param {Record<string, unknown>} values */
export const argumentsOf = (values) => {
  const entries = Object.entries(values).filter(([, value]) => value !== '' && value !== null);
  return entries.length ? html`<dl class="terms arguments">${entries.map(([name, value]) => html`<dt>${name}</dt>
    <dd>${plain(value).length > 160 || plain(value).includes('\n')
      ? html`<text-block .text=${plain(value)} .label=${name}></text-block>` : html`<code>${plain(value)}</code>`}</dd>`)}</dl>`
    : html`<p class="quiet tiny">No arguments.</p>`;
};

/**
 * A call: what was asked of which tool, whether it was allowed and why, what came back.
 *
 * @param {{id: string, function: string, arguments: Record<string, unknown>, result: any}} call as the conversation has it
 * @param {import('../lib/task-model.js').Call | undefined} record as the gateway has it
 * @param {boolean} waits whether a person is waited for
 * @param {boolean} over whether its task has ended
 */
export function callCard(call, record, waits, over) {
  const state = record?.state ?? call.result?.status ?? 'unmade';
  const exit = call.result?.data?.exit_code;
  const look = waits && state === 'started' ? { word: 'asks you', icon: 'asks', tone: /** @type {const} */ ('wait') }
    : state === 'unmade' ? { word: over ? 'never made' : 'not made yet', icon: 'queued', tone: /** @type {const} */ ('') }
    : state === 'started' && over ? { word: 'cut off', icon: 'denied', tone: /** @type {const} */ ('bad') }
    : exit ? { word: `exit ${exit}`, icon: 'failed', tone: /** @type {const} */ ('bad') } : callLook(state);
  return html`<article class="call ${state}" id=${record?.id ?? call.id}>
    <header><code class="name">${callName(call.function)}</code>${tag(look)}
      <span class="tiny quiet">${record ? right(record.authority, record.assignment) : ''}</span>
      <span class="tiny quiet num took">${record && state !== 'started' ? duration(record.seconds) : ''}</span></header>
    ${argumentsOf(call.arguments ?? {})}
    ${record?.state === 'denied' ? html`<p class="refusal"><b>Denied</b>${record.rule ? html` by the rule <code>${record.rule}</code>` : ''}. ${record.sentence}</p>` : ''}
    ${result(call.result, state, waits, over)}
    <details><summary class="tiny">Raw</summary><text-block .label=${'The call and its result as JSON'} .text=${JSON.stringify({ function: call.function, arguments: call.arguments, result: call.result?.data ?? null }, null, 2)}></text-block></details>
  </article>`;
}

/** What came back; that nothing did is said, so that it never looks like a call that never ran. */
function result(found, state, waits, over) {
  if (!found) {
    const words = state === 'unmade' ? (over ? 'The task ended before this call was made: nothing ran.' : 'Not made yet: nothing has run.')
      : state === 'denied' ? '' : waits ? 'Waits for your answer.' : over ? 'It was made, and its task ended before its result came.' : state === 'started' ? 'Runs now.' : 'No result yet.';
    return words ? html`<p class="quiet small">${words}</p>` : '';
  }
  if (!found.text.trim()) {
    return html`<p class="quiet small">It ran, ended and said nothing.</p>`;
  }
  return html`<text-block .text=${found.text} .label=${'Result'}></text-block>`;
}
