import { html } from 'lit';
import { keyed } from 'lit-html/directives/keyed.js';
import { KINDS } from '../lib/kinds.js';
import { plain } from '../lib/plain.js';
import './approvals-page.js';
import './compliance-page.js';
import './definition-page.js';
import './events-page.js';
import './grants-page.js';
import './home-page.js';
import './improvement-page.js';
import './improvements-page.js';
import './incidents-page.js';
import './library-page.js';
import './performance-page.js';
import './security-page.js';
import './settings-page.js';
import './task-page.js';
import './tasks-page.js';
import './timings-page.js';
import './usage-page.js';

/**
 * @typedef {object} Page
 * @property {string} title
 * @property {string} place its entry in the navigation
 * @property {{name: string, path: string}[]} trail what it is below
 * @property {() => unknown} render
 * @property {string} [part] the page that stays as it is while this one opens beside it
 *
 * @typedef {{name: string, path: string, key: string, render: () => unknown}} Place `key` goes there after a `g`
 */

/** One template, so that the log stays as it is when one of its events opens beside it. @param {string} seq */
const events = (seq) => html`<events-page .seq=${seq}></events-page>`;

/** @param {string} kind @param {string} key @returns {Place} */
function library(kind, key) {
  const { title, path } = KINDS[kind];
  return { name: title, path, key, render: () => keyed(kind, html`<library-page .kind=${kind}></library-page>`) };
}

/** A part of an address as it was before it was put there. @param {string} part */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What the navigation lists, by what it is for. @type {{name: string, places: Place[]}[]} */
export const groups = [
  { name: 'Work', places: [
    { name: 'Home', path: '/', key: 'h', render: () => html`<home-page></home-page>` },
    { name: 'Tasks', path: '/tasks', key: 't', render: () => html`<tasks-page></tasks-page>` },
    { name: 'Approvals', path: '/approvals', key: 'a', render: () => html`<approvals-page></approvals-page>` },
    { name: 'Grants', path: '/grants', key: 'g', render: () => html`<grants-page></grants-page>` },
  ] },
  { name: 'Library', places: [
    library('agents', 'w'),
    library('tools', 'o'),
    library('processes', 'r'),
    library('documents', 'd'),
  ] },
  { name: 'Insight', places: [
    { name: 'Events', path: '/events', key: 'e', render: () => events('') },
    { name: 'Usage', path: '/usage', key: 'u', render: () => html`<usage-page></usage-page>` },
    { name: 'Performance', path: '/performance', key: 'p', render: () => html`<performance-page></performance-page>` },
    { name: 'Improvements', path: '/improvements', key: 'i', render: () => html`<improvements-page></improvements-page>` },
    { name: 'Security', path: '/security', key: 's', render: () => html`<security-page></security-page>` },
    { name: 'Incidents', path: '/incidents', key: 'n', render: () => html`<incidents-page></incidents-page>` },
    { name: 'Compliance', path: '/compliance', key: 'c', render: () => html`<compliance-page></compliance-page>` },
  ] },
  { name: 'System', places: [
    { name: 'Settings', path: '/settings', key: ',', render: () => html`<settings-page></settings-page>` },
  ] },
];

export const places = groups.flatMap((group) => group.places);

/** Pages below those, by the one part of the address that varies. @type {{path: RegExp, page: (part: string) => Page}[]} */
const below = [
  { path: /^\/tasks\/([^/]+)$/, page: (task) => ({
    title: `Task …${task.slice(-4)}`,
    place: 'Tasks',
    trail: [{ name: 'Tasks', path: '/tasks' }],
    render: () => keyed(task, html`<task-page .task=${task} .place=${location.search}></task-page>`),
  }) },
  { path: /^\/events\/(\d+)$/, page: (event) => ({
    title: `Event ${event}`,
    place: 'Events',
    trail: [{ name: 'Events', path: '/events' }],
    render: () => events(event),
    part: '/events',
  }) },
  { path: /^\/improvements\/([^/]+)$/, page: (part) => ({
    title: `Experiment …${decoded(part).slice(-4)}`,
    place: 'Improvements',
    trail: [{ name: 'Improvements', path: '/improvements' }],
    render: () => keyed(part, html`<improvement-page .experiment=${decoded(part)}></improvement-page>`),
  }) },
  { path: /^\/(timings)$/, page: () => ({
    title: 'Behind a number',
    place: 'Performance',
    trail: [{ name: 'Performance', path: '/performance' }],
    render: () => html`<timings-page></timings-page>`,
  }) },
  ...Object.entries(KINDS).map(([kind, { title, path }]) => ({ path: new RegExp(`^${path}/([^/]+)$`), page: (part) => ({
    title: plain(decoded(part)),
    place: title,
    trail: [{ name: title, path }],
    render: () => keyed(`${kind} ${part}`, html`<definition-page .kind=${kind} .name=${decoded(part)}></definition-page>`),
  }) })),
];

/** @param {string} path @returns {Page} */
export function pageAt(path) {
  const place = places.find((known) => known.path === path);
  if (place) {
    return { title: place.name, place: place.name, trail: [], render: place.render };
  }
  const deeper = below.find((known) => known.path.test(path));
  if (deeper) {
    return deeper.page(path.match(deeper.path)[1]);
  }
  return { title: 'Nothing here', place: '', trail: [], render: () => html`<div class="head"><h1>There is no such page</h1><p><a href="/">Go to Home</a></p></div>` };
}
