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
const argumentsOf = (values) => {
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
 */
export function callCard(call, record, waits) {
  const state = record?.state ?? call.result?.status ?? 'started';
  const exit = call.result?.data?.exit_code;
  const look = waits && state === 'started' ? { word: 'asks you', icon: 'asks', tone: /** @type {const} */ ('wait') }
    : exit ? { word: `exit ${exit}`, icon: 'failed', tone: /** @type {const} */ ('bad') } : callLook(state);
  return html`<article class="call ${state}" id=${record?.id ?? call.id}>
    <header><code class="name">${callName(call.function)}</code>${tag(look)}
      <span class="tiny quiet">${record ? right(record.authority, record.assignment) : ''}</span>
      <span class="tiny quiet num took">${record && state !== 'started' ? duration(record.seconds) : ''}</span></header>
    ${argumentsOf(call.arguments ?? {})}
    ${record?.state === 'denied' ? html`<p class="refusal"><b>Denied</b>${record.rule ? html` by the rule <code>${record.rule}</code>` : ''}. ${record.sentence}</p>` : ''}
    ${result(call.result, record, waits)}
    <details><summary class="tiny">Raw</summary><text-block .label=${'The call and its result as JSON'} .text=${JSON.stringify({ function: call.function, arguments: call.arguments, result: call.result?.data ?? null }, null, 2)}></text-block></details>
  </article>`;
}

/** What came back; that nothing did is said, so that it never looks like a call that never ran. */
function result(found, record, waits) {
  if (!found) {
    return html`<p class="quiet small">${waits ? 'Waits for your answer.' : record?.state === 'started' ? 'Runs now.' : 'No result yet.'}</p>`;
  }
  if (!found.text.trim()) {
    return html`<p class="quiet small">It ended and said nothing.</p>`;
  }
  return html`<text-block .text=${found.text} .label=${'Result'}></text-block>`;
}
