import { html } from 'lit';
import { actorName, clock, plural } from '../lib/format.js';
import { changed, guardrailLook, measured, MEASURES, readingLook, STAGES, stageName } from '../lib/improvements.js';
import { plain } from '../lib/plain.js';
import { empty } from './empty.js';
import { meter, unknown } from './figure-table.js';
import './line-chart.js';
import { tag } from './tag.js';

/** Fewer pairs have intervals that dwarf everything else, and say nothing. */
const TELLING = 5;

/** How far it has come. @param {any} one an experiment */
export function stages(one) {
  const here = STAGES.findIndex(({ id }) => id === one.stage);
  const over = one.ended_at !== undefined;
  const now = { waiting: { word: 'waits', icon: 'asks', tone: 'wait' }, paused: { word: 'paused', icon: 'held', tone: 'wait' } }[one.state] ?? { word: 'here', icon: 'run', tone: 'run' };
  const look = (at) => (at < here || (over && one.state === 'promoted') ? { word: 'passed', icon: 'done', tone: 'good' }
    : at > here ? { word: over ? 'not reached' : 'to come', icon: 'queued', tone: '' }
      : over ? { word: 'ended here', icon: 'failed', tone: one.state === 'rolled_back' ? 'bad' : '' } : now);
  return html`<ol class="stages" aria-label="Stages">${STAGES.map(({ name, about }, at) => html`<li aria-current=${at === here && !over ? 'step' : 'false'}>
    <span class="row"><b>${name}</b> ${tag(look(at))}</span><span class="tiny quiet">${about}</span></li>`)}</ol>`;
}

/** @param {any} effect of one stage or all @param {string} caption */
export const effectTable = (effect, caption) => html`<figure-table .caption=${caption} .rows=${effect.measures} .columns=${[
  { name: 'Measure', of: ({ id, better }) => html`${MEASURES[id] ?? id} <span class="tiny quiet nowrap">${better} is better</span>` },
  { name: 'Before', num: true, of: ({ id, before }) => mean(id, before) },
  { name: 'After', num: true, of: ({ id, after }) => mean(id, after) },
  { name: 'Change', num: true, of: ({ id, difference }) => (difference ? html`<b>${changed(id, difference.mean)}</b>` : unknown('no pair is whole')) },
  { name: '95 % interval', of: ({ id, difference }) => (difference?.low !== undefined ? html`<span class="num">${changed(id, difference.low)} to ${changed(id, difference.high)}</span>` : unknown('too little is known')) },
  { name: 'Reads as', of: ({ reading }) => tag(readingLook(reading)) },
]}></figure-table>`;

const mean = (id, sample) => (sample ? html`<span>${measured(id, sample.mean)} <span class="tiny quiet">of ${sample.count}${sample.deviation !== undefined ? html`<span class="unseen">, spread ${measured(id, sample.deviation)}</span>` : ''}</span></span>` : unknown('not measured'));

/** Where something new begins among steps. @param {{stage: string}[]} steps */
const parts = (steps) => steps.flatMap(({ stage }, at) => (at === 0 || steps[at - 1].stage !== stage ? [{ at, name: stageName(stage) }] : []));

const stepNames = (steps) => steps.map(({ stage, pairs }) => `${plural(pairs, 'pair')}, ${stageName(stage).toLowerCase()}`);

/** The evidence as it grew; without one the plain differences. @param {any} one */
export function evidenceChart(one) {
  const { evidence, steps } = one;
  if (evidence?.looks.length) {
    const level = (value) => value.toFixed(2);
    return html`<line-chart .label=${'Evidence for and against it, after each look'} .words=${level} .steps=${stepNames(evidence.looks)} .parts=${parts(evidence.looks)}
      .lines=${[{ name: 'for it', tone: 'for', values: evidence.looks.map(({ gain }) => gain) }, { name: 'against it', tone: 'against', values: evidence.looks.map(({ harm }) => harm) }]}
      .levels=${[{ name: `kept at ${level(evidence.keep_at)}`, tone: 'keep', value: evidence.keep_at }, { name: `given up at ${level(evidence.drop_at)}`, tone: 'drop', value: evidence.drop_at }]}></line-chart>
      <p class="small quiet">Each line is the logarithm of what a wager on that side would have become. Whoever looks after every pair is wrong no more often than allowed: the first line that reaches its level decides.</p>`;
  }
  if (steps.length) {
    return html`<line-chart .label=${'Mean difference of the scores, after each pair'} .words=${(value) => changed('score', value)} .steps=${stepNames(steps)} .parts=${parts(steps)} .levels=${[]}
      .lines=${[{ name: 'score, after less before', tone: 'for', values: steps.map((step) => step.mean), ranges: steps.map(({ count, low, high }) => (low === undefined || count < TELLING ? null : [low, high])) }]}></line-chart>
      <p class="small quiet">The bars are intervals of 95 % for whoever looks once. They show how it develops, and decide nothing.</p>`;
  }
  return empty('Nothing was measured yet', 'Tasks are worked under both versions, in pairs. After each pair the evidence for and against the change is drawn here.');
}

/** @param {any} evidence */
export const guardrails = (evidence) => html`<ul class="rows">${evidence.guardrails.map((one) => html`<li class="guardrail">${tag(guardrailLook(one.state))}
  <span><b>${plain(one.name)}</b> <bdi class="quiet">${plain(one.rule)}</bdi></span>
  <span class="rate">${meter(Math.min(1, Math.max(0, one.wealth / one.broken_at)), { broken: 'bad', strained: 'wait' }[one.state] ?? '')}<span class="num small quiet nowrap">${one.wealth.toFixed(2)} of ${one.broken_at.toFixed(2)}</span></span></li>`)}</ul>`;

const WORDS = { proposed: 'proposed', approved: 'agreed to', rejected: 'rejected', paused: 'paused', resumed: 'resumed', promoted: 'kept', rolled_back: 'taken back', moved: 'moved on' };

/** @param {any} one */
export const timeline = (one) => html`<ol class="rows">${one.timeline.map((event) => html`<li class="timeline-row">
    <a class="figure num small" href=${`/events/${event.seq}?entity=${encodeURIComponent(one.id)}`}><time datetime=${event.at}>${clock(event.at)}</time></a>
    <span><b>${WORDS[event.type.replace('experiment.', '')] ?? plain(event.type.replace('experiment.', '')).replaceAll('_', ' ')}</b>${event.stage ? ` · ${stageName(event.stage).toLowerCase()}` : ''}
      <span class="quiet">by ${plain(actorName(event.by))}</span>${event.reason ? html`<br><bdi class="small quiet">${plain(event.reason)}</bdi>` : ''}</span></li>`)}
  <li class="timeline-row"><time class="num small" datetime=${one.created_at}>${clock(one.created_at)}</time><span><b>begun</b> <span class="quiet">proposed by ${plain(actorName(one.proposed_by))}</span></span></li></ol>`;

/** Each pair of tasks as it came out. @param {any} one */
export const pairTable = (one) => html`<figure-table caption="Pairs of tasks" .most=${10} .rows=${one.outcomes} .columns=${[
  { name: 'Pair', of: ({ stage, pair }) => `${pair + 1}, ${stageName(stage).toLowerCase()}` },
  ...Object.keys(MEASURES).flatMap((id) => [{ name: MEASURES[id], num: true, of: ({ before, after }) => html`${side(id, before)} → ${side(id, after)}` }]),
]}></figure-table>`;

const side = (id, outcome) => (outcome ? (id === 'score' ? html`<a class="figure" href=${`/tasks/${encodeURIComponent(outcome.tree)}`}>${measured(id, outcome[id])}</a>` : measured(id, outcome[id])) : html`<span class="quiet">–</span>`);
