/** Lists as RFC 4180 has them. */

/** What programs for tables would take for a formula gets an apostrophe in front, which they show as text. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** @param {unknown} value */
function field(value) {
  if (value === null || value === undefined) {
    return '';
  }
  if (typeof value === 'number' || typeof value === 'boolean') {
    return String(value);
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

/** @param {Record<string, any>[]} rows @returns {string} a line with the names, then one a row; every line ends with CR LF */
export function csv(rows) {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [names.map(field), ...rows.map((row) => names.map((name) => field(row[name])))].map((line) => `${line.join(',')}\r\n`).join('');
}
