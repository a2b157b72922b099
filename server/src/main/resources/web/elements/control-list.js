import { html } from 'lit';

/**
 * What a report is evidence of, by framework, and what it is not.
 *
 * @param {import('../lib/report.js').Report} report
 * @param {(section: string) => void} show goes to a section
 */
export function controlList(report, show) {
  const frameworks = [...new Set(report.controls.map(({ framework }) => framework))];
  const titles = Object.fromEntries(report.sections.map(({ id, title }) => [id, title]));
  return html`<section class="card report-part" aria-labelledby="part-controls">
    <header><h2 id="part-controls" tabindex="-1">What this is evidence of</h2></header>
    <p class="note-line">${report.controls_note}</p>
    ${frameworks.map((framework) => html`<h3 class="pad">${framework}</h3>
      <table class="figures many report controls" role="table"><caption class="unseen">${framework}</caption>
        <thead role="rowgroup"><tr role="row">${['Control', 'Shown here', 'Not covered', 'Evidence'].map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
        <tbody role="rowgroup">${report.controls.filter((one) => one.framework === framework).map((one) => html`<tr role="row">
          <th role="rowheader" scope="row"><span class="nowrap">${one.id}</span> <span class="quiet">${one.title}</span></th>
          <td role="cell" data-name="Shown here" class="wordy">${one.evidence}</td><td role="cell" data-name="Not covered" class="wordy">${one.not_covered}</td>
          <td role="cell" data-name="Evidence"><ul>${one.sections.map((id) => html`<li><button class="name-link" @click=${() => show(id)}>${titles[id]}</button></li>`)}</ul></td></tr>`)}</tbody></table>`)}</section>`;
}
