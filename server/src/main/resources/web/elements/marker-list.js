import { html } from 'lit';
import { clock } from '../lib/format.js';
import { markerLook, markerPath } from '../lib/improvements.js';
import { plain } from '../lib/plain.js';
import { tag } from './tag.js';

/** What changed, as text, beside the marks in a chart. @param {any[]} markers */
export const markerList = (markers) => (markers.length ? html`<div class="marker-list"><h3 class="tiny quiet">What changed meanwhile</h3>
  <ul aria-label="Changes of definitions">${markers.map((marker) => html`<li class="row small"><time class="num quiet" datetime=${marker.at}>${clock(marker.at)}</time>
    ${tag(markerLook(marker.type))} <a class="figure" href=${markerPath(marker)}><bdi>${plain(marker.sentence)}</bdi></a></li>`)}</ul></div>` : '');
