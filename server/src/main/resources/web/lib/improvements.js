/** How experiments are told: states, stages, measures. */
import { duration } from './format.js';
import { kindOf, pathOf } from './kinds.js';

/** @type {Record<string, import('./states.js').Look>} */
const STATES = {
  waiting: { word: 'waits for you', icon: 'asks', tone: 'wait' },
  running: { word: 'on trial', icon: 'run', tone: 'run' },
  paused: { word: 'paused', icon: 'held', tone: 'wait' },
  promoted: { word: 'kept', icon: 'done', tone: 'good' },
  rejected: { word: 'rejected', icon: 'denied', tone: '' },
  rolled_back: { word: 'taken back', icon: 'undo', tone: 'bad' },
};

/** @param {string} state */
export const improvementLook = (state) => STATES[state] ?? { word: state.replaceAll('_', ' '), icon: 'past', tone: '' };

/** @type {Record<string, import('./states.js').Look>} */
const GUARDRAILS = {
  held: { word: 'held', icon: 'done', tone: 'good' },
  strained: { word: 'strained', icon: 'wait', tone: 'wait' },
  broken: { word: 'broken', icon: 'failed', tone: 'bad' },
};

/** @param {string} state */
export const guardrailLook = (state) => GUARDRAILS[state] ?? { word: state, icon: 'past', tone: '' };

/** @type {Record<string, import('./states.js').Look>} */
const READINGS = {
  better: { word: 'better', icon: 'done', tone: 'good' },
  worse: { word: 'worse', icon: 'failed', tone: 'bad' },
  open: { word: 'cannot tell', icon: 'asks', tone: '' },
};

/** @param {string} reading */
export const readingLook = (reading) => READINGS[reading] ?? READINGS.open;

/** @type {Record<string, import('./states.js').Look>} */
const MARKERS = {
  kept: { word: 'kept', icon: 'done', tone: 'good' },
  on_trial: { word: 'on trial', icon: 'run', tone: 'run' },
  taken_back: { word: 'taken back', icon: 'undo', tone: 'bad' },
  changed: { word: 'changed', icon: 'open', tone: '' },
  rolled_back: { word: 'rolled back', icon: 'undo', tone: '' },
};

/** @param {string} type */
export const markerLook = (type) => MARKERS[type] ?? MARKERS.changed;

/** Where a marker leads: to its experiment, else to the versions of its definition. @param {any} marker */
export const markerPath = (marker) => (marker.experiment ? `/improvements/${encodeURIComponent(marker.experiment)}` : definitionPath(marker.kind, marker.name));

/** @param {string} kind @param {string} name */
export const definitionPath = (kind, name) => (kindOf(kind) ? `${pathOf(kindOf(kind), name)}?view=versions` : '/');

export const STAGES = [
  { id: 'validation', name: 'Checks', about: 'schema, bounds and policy; nothing runs' },
  { id: 'replay', name: 'Recorded tasks', about: 'run again under both versions, in pairs' },
  { id: 'shadow', name: 'Beside real tasks', about: 'computed, without any effect' },
  { id: 'canary', name: 'Some real tasks', about: 'a part of them works with it' },
  { id: 'full', name: 'Active, watched', about: 'all tasks work with it' },
];

/** @param {string} id */
export const stageName = (id) => STAGES.find((stage) => stage.id === id)?.name ?? 'All together';

export const MEASURES = { score: 'Score', errors: 'Errors', denials: 'Denials', cost: 'Cost', time: 'Time' };

/** @param {string} id of a measure @param {number} value @returns {string} */
export function measured(id, value) {
  switch (id) {
    case 'errors':
    case 'denials': return `${(value * 100).toFixed(1)} %`;
    case 'cost': return `$${(value / 1_000_000).toFixed(4)}`;
    case 'time': return duration(value);
    default: return value.toFixed(3);
  }
}

/** @param {string} id @param {number} value with its sign, in words of figures @returns {string} */
export const changed = (id, value) => `${value > 0 ? '+' : value < 0 ? '−' : '±'}${measured(id, Math.abs(value))}`;

/** @param {any} one @returns {string} for instance `score 0.62 → 0.70` */
export const scoreWords = (one) => (one.score_before === undefined || one.score_after === undefined ? 'nothing measured'
  : `score ${one.score_before.toFixed(2)} → ${one.score_after.toFixed(2)}`);
