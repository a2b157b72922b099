import { clock } from './format.js';
import { cut, plain } from './plain.js';
import { attemptWords, retryReason } from './retry-words.js';
import { scopeWords } from './scope-words.js';

const LONGEST = 320;
const LEFT_OUT = new Set(['parent', 'call', 'effect', 'attempt', 'agent']);

/** @param {any} value */
const text = (value) => (value === undefined || value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value));

/** @param {Record<string, any>} data */
const operation = (data) => [data.tool === 'core' ? '' : data.tool, data.operation].filter(Boolean).join('.');

/** @param {unknown[]} parts */
const said = (...parts) => parts.map(text).filter(Boolean).join(' — ');

/** @param {any} grant */
const limited = (grant) => [text(grant.tool), grant.scope ? scopeWords(grant.scope) : ''].filter(Boolean).join(': ');

/** @param {any} data */
const trial = (data) => said(data.name && data.version ? `v${text(data.version)} of ${text(data.name)}` : data.name, data.reason);

/** @type {Record<string, (data: any) => string>} */
const WORDS = {
  'task.created': (data) => text(data.title),
  'task.agent_selected': (data) => text(data.agent),
  'task.state_changed': ({ from, to }) => (from && to ? `${text(from)} → ${text(to)}` : ''),
  'task.failed': (data) => said(data.agent || data.process, data.message),
  'task.held': (data) => text(data.reason),
  'model.retrying': (data) => said(`${retryReason(data.reason)}: ${attemptWords(data)}${data.next_at ? `, next at ${clock(data.next_at)}` : ''}`, data.message),
  'model.retried': (data) => `after ${text(data.attempts)} attempts`,
  'grant.requested': (data) => said((Array.isArray(data.tools) ? data.tools : []).map(limited).join(' and '), data.justification),
  'grant.issued': (data) => said(limited(data), data.agent),
  'approval.requested': (data) => said(limited(data), data.why),
  'tool.succeeded': operation,
  'tool.started': operation,
  'tool.failed': (data) => said(operation(data), data.message),
  'tool.denied': (data) => said(operation(data), data.sentence),
  'incident.opened': (data) => said(data.cause, data.subject),
  'incident.acting': (data) => said(data.way, data.subject),
  'incident.acted': (data) => said(data.text, data.subject),
  'incident.verified': (data) => said(data.verdict, data.subject),
  'incident.resolved': (data) => said(data.resolution, data.subject),
  'incident.given_up': (data) => said(data.resolution, data.subject),
  'document.demoted': (data) => text(data.reason),
  'anomaly.feedback': (data) => said(data.verdict, data.pattern),
  'anomaly.resolved': (data) => said(data.note, data.pattern),
  'experiment.approved': trial,
  'experiment.rejected': trial,
  'experiment.promoted': trial,
  'experiment.rolled_back': trial,
  'experiment.paused': trial,
  'experiment.resumed': trial,
  'anomaly.raised': (data) => text(data.explanation),
};

/** @param {Record<string, any>} data */
const everything = (data) => Object.entries(data)
  .filter(([name, value]) => !LEFT_OUT.has(name) && text(value))
  .map(([name, value]) => (name === 'text' ? text(value) : `${name} ${name === 'scope' ? scopeWords(value) : text(value)}`)).join(' · ');

/** What an event says, in one line; shown as text. @param {import('./stream.js').WritEvent} event @returns {string} */
export function eventWords({ type, data }) {
  const found = data ?? {};
  let words;
  try {
    words = WORDS[type]?.(found) || (type.startsWith('grant.') && found.tool ? said([found.tool, found.agent && `of ${text(found.agent)}`].filter(Boolean).join(' '), found.reason) : '') || everything(found);
  } catch {
    // Data that another version wrote need not have the form that this one knows.
    words = JSON.stringify(found);
  }
  return cut(plain(words.slice(0, 2 * LONGEST)).replace(/\s+/g, ' '), LONGEST);
}

/** @type {Record<string, [string, '' | 'run' | 'good' | 'wait' | 'bad']>} */
const LOOKS = {
  succeeded: ['done', 'good'], completed: ['done', 'good'], approved: ['done', 'good'], issued: ['live', 'run'],
  promoted: ['done', 'good'], rolled_back: ['undo', 'bad'], rejected: ['denied', ''],
  failed: ['failed', 'bad'], denied: ['denied', 'bad'], refused: ['denied', 'bad'], revoked: ['denied', 'bad'],
  requested: ['asks', 'wait'], asked: ['asks', 'wait'], held: ['held', 'wait'], raised: ['wait', 'wait'], expired: ['past', ''],
};

/** How an event came out, by its outcome or what its type says. @param {{type: string, outcome: string}} event @returns {import('./states.js').Look | null} */
export function eventLook({ type, outcome }) {
  const word = outcome || type.slice(type.lastIndexOf('.') + 1);
  const [icon, tone] = LOOKS[word] ?? ['past', ''];
  return LOOKS[word] || outcome ? { word: cut(plain(word), 24), icon, tone } : null;
}
