import { html } from 'lit';
import { keyed } from 'lit-html/directives/keyed.js';
import './approvals-page.js';
import './grants-page.js';
import './home-page.js';
import './task-page.js';
import './tasks-page.js';

/**
 * @typedef {object} Page
 * @property {string} title
 * @property {string} place its entry in the navigation
 * @property {{name: string, path: string}[]} trail what it is below
 * @property {() => unknown} render
 */

/** What the navigation lists. */
export const places = [
  { name: 'Home', path: '/' },
  { name: 'Tasks', path: '/tasks' },
  { name: 'Approvals', path: '/approvals' },
  { name: 'Grants', path: '/grants' },
];

const CONTENT = {
  Home: () => html`<home-page></home-page>`,
  Tasks: () => html`<tasks-page></tasks-page>`,
  Approvals: () => html`<approvals-page></approvals-page>`,
  Grants: () => html`<grants-page></grants-page>`,
};

/** @param {string} path @returns {Page} */
export function pageAt(path) {
  const place = places.find((known) => known.path === path);
  if (place) {
    return { title: place.name, place: place.name, trail: [], render: CONTENT[place.name] };
  }
  const task = path.match(/^\/tasks\/([^/]+)$/)?.[1];
  if (task) {
    return {
      title: `Task …${task.slice(-4)}`,
      place: 'Tasks',
      trail: [{ name: 'Tasks', path: '/tasks' }],
      render: () => keyed(task, html`<task-page .task=${task} .place=${location.search}></task-page>`),
    };
  }
  return { title: 'Nothing here', place: '', trail: [], render: () => html`<div class="head"><h1>There is no such page</h1><p><a href="/">Go to Home</a></p></div>` };
}
