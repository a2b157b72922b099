/** Compliance reports, as the API gives them. */

/**
 * @typedef {{id: string, name: string, value: number, events: string}} Figure
 * @typedef {Record<string, any> & {events: string}} Row a value under the key of each column
 * @typedef {{id: string, title: string, shows: string, figures: Figure[], columns: {key: string, name: string}[], rows: Row[], left_out: number, note: string}} Section
 * @typedef {{framework: string, id: string, title: string, sections: string[], evidence: string, not_covered: string}} Control
 * @typedef {{version: string, made_at: string, from: string, until: string, events_behind: number, log_verified: boolean, sections: Section[], controls: Control[], controls_note: string}} Report
 * @typedef {{report: string, signature: string, key: {kid: string}}} Signed
 */

/** The page that lists what a number or a row is about. @param {string} events path of the API @returns {string} */
export const pageOf = (events) => events.replace(/^\/api\/v1/, '');

/** @param {string} time ISO 8601 @returns {string} the same for every reader, in UTC */
export const utc = (time) => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

/** Whether anything happened in its time. @param {Report} report */
export const isEmpty = (report) => !report.sections.some(({ id, figures }) =>
  ['decisions', 'grants', 'calls', 'denials', 'anomalies'].includes(id) && figures.some(({ events, value }) => events && value));

/** Saves a report as the very file that the signature is about. @param {Signed} signed @param {Report} report */
export function save(signed, report) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([`${JSON.stringify(signed)}\n`], { type: 'application/json' }));
  link.download = `writ-compliance-${report.from.slice(0, 10)}-${report.until.slice(0, 10)}.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
