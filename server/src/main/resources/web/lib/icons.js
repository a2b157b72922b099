import { svg, html } from 'lit';

/** Drawn on a grid of sixteen. They stand beside words, never alone. */
const DRAWINGS = {
  run: svg`<circle cx="8" cy="8" r="5.5" opacity=".35"/><path d="M8 2.5a5.5 5.5 0 0 1 5.5 5.5"/>`,
  done: svg`<path d="M3.5 8.5l3 3 6-7"/>`,
  failed: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  wait: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 5v3.2l2 1.3"/>`,
  denied: svg`<circle cx="8" cy="8" r="5.5"/><path d="M4.2 4.2l7.6 7.6"/>`,
  held: svg`<path d="M6 4v8M10 4v8"/>`,
  asks: svg`<path d="M5.8 6a2.3 2.3 0 1 1 3.3 2.1c-.8.4-1.1.8-1.1 1.6M8 12.4v.1"/>`,
  live: svg`<circle cx="8" cy="8" r="3.4" fill="currentColor"/>`,
  past: svg`<circle cx="8" cy="8" r="5.5"/>`,
  queued: svg`<path d="M4 8h.1M8 8h.1M12 8h.1"/>`,
  menu: svg`<path d="M2.5 4.5h11M2.5 8h11M2.5 11.5h11"/>`,
  light: svg`<circle cx="8" cy="8" r="2.8"/><path d="M8 1.5v1.6M8 12.9v1.6M1.5 8h1.6M12.9 8h1.6M3.4 3.4l1.1 1.1M11.5 11.5l1.1 1.1M12.6 3.4l-1.1 1.1M4.5 11.5l-1.1 1.1"/>`,
  dark: svg`<path d="M13 9.6A5.6 5.6 0 0 1 6.4 3a5.6 5.6 0 1 0 6.6 6.6z"/>`,
  auto: svg`<circle cx="8" cy="8" r="5.5"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" fill="currentColor"/>`,
  close: svg`<path d="M4 4l8 8M12 4l-8 8"/>`,
  copy: svg`<rect x="5.5" y="5.5" width="8" height="8" rx="1.5"/><path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2"/>`,
  up: svg`<path d="M8 12.5v-9M4.5 7L8 3.5 11.5 7"/>`,
  down: svg`<path d="M8 3.5v9M4.5 9L8 12.5 11.5 9"/>`,
  plus: svg`<path d="M8 3.5v9M3.5 8h9"/>`,
  minus: svg`<path d="M3.5 8h9"/>`,
  undo: svg`<path d="M6 3L2.8 6.2 6 9.4M3 6.2h6a4 4 0 0 1 0 7.3H6"/>`,
  open: svg`<path d="M6 4l4 4-4 4"/>`,
};

/** @param {keyof typeof DRAWINGS} name */
export const icon = (name) => html`<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true">${DRAWINGS[name]}</svg>`;
