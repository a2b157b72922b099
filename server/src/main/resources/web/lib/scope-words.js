/** What a grant is limited to, in words: `write report.conf`, `run sh report.sh`. */

/** @param {string[] | string} value */
const word = (value) => (Array.isArray(value) ? value.join(' ') : typeof value === 'string' ? value : JSON.stringify(value));

const NAMES = { commands: 'run', verbs: '', kinds: '', repositories: 'in', branches: 'on', recipients: 'to' };

/**
 * Whole: every value, since people decide by it.
 *
 * @param {Record<string, any>} scope as the API has it
 * @returns {{name: string, values: string[]}[]}
 */
export function scopeParts(scope) {
  const same = JSON.stringify(scope.read) === JSON.stringify(scope.write);
  return Object.entries(scope)
    .filter(([name, value]) => (Array.isArray(value) ? value.length : Object.keys(value ?? {}).length)
      && !(name === 'read' && same))
    .map(([name, value]) => ({
      name: name === 'write' && same ? 'read and write' : NAMES[name] ?? name,
      values: Array.isArray(value) ? value.map(word) : Object.entries(value).map(([of, more]) => `${of} ${word(more)}`),
    }));
}

/** @param {Record<string, any>} scope @returns {string} in short, for rows */
export const scopeWords = (scope) => scopeParts(scope)
  .map(({ name, values }) => `${name} ${values.slice(0, 4).join(', ')}${values.length > 4 ? ` … (${values.length} in all)` : ''}`.trim())
  .join('; ');
