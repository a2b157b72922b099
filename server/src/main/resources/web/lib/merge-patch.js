/** Changes of JSON as RFC 7396 has them: what is set, and null for what is taken away. */

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** @param {unknown} one @param {unknown} other the order of fields does not count */
export function same(one, other) {
  if (isObject(one) && isObject(other)) {
    const names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every((name) => name in other && same(one[name], other[name]));
  }
  return Array.isArray(one) && Array.isArray(other)
    ? one.length === other.length && one.every((value, index) => same(value, other[index]))
    : one === other;
}

/** @param {unknown} value */
const hasNull = (value) => value === null || (typeof value === 'object' && Object.values(value).some(hasNull));

/**
 * @param {Record<string, any>} before @param {Record<string, any>} after
 * @returns {Record<string, any>} empty where nothing differs
 * @throws {Error} where a null is to be kept, which such a change cannot say
 */
export function changesBetween(before, after) {
  /** @type {Record<string, any>} */
  const changes = {};
  Object.keys(before).filter((name) => !(name in after)).forEach((name) => (changes[name] = null));
  Object.keys(after).filter((name) => !same(before[name], after[name])).forEach((name) => {
    const both = isObject(before[name]) && isObject(after[name]);
    if (!both && hasNull(after[name])) {
      throw new Error(`“${name}” holds null, which a change cannot set: it takes fields away. Leave the field out instead.`);
    }
    changes[name] = both ? changesBetween(before[name], after[name]) : after[name];
  });
  return changes;
}
