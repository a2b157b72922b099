/**
 * A unified diff as lines to show.
 *
 * @typedef {{kind: 'added' | 'removed' | 'same' | 'gap', text: string, from: string, to: string, head?: string, tail?: string, middle?: string}} DiffLine
 */

/** @param {string} unified @returns {DiffLine[]} */
export function diffLines(unified) {
  /** @type {DiffLine[]} */
  const lines = [];
  let [from, to] = [0, 0];
  unified.replace(/\n$/, '').split('\n').forEach((line) => {
    const hunk = line.match(/^@@ -(\d+)(?:,\d+)? \+(\d+)/);
    if (hunk) {
      [from, to] = [Number(hunk[1]), Number(hunk[2])];
      lines.push({ kind: 'gap', text: `from line ${to}`, from: '', to: '' });
    } else if (lines.length && line.startsWith('+')) {
      lines.push({ kind: 'added', text: line.slice(1), from: '', to: String(to++) });
    } else if (lines.length && line.startsWith('-')) {
      lines.push({ kind: 'removed', text: line.slice(1), from: String(from++), to: '' });
    } else if (lines.length && line.startsWith(' ')) {
      lines.push({ kind: 'same', text: line.slice(1), from: String(from++), to: String(to++) });
    }
  });
  markWithin(lines);
  return lines;
}

const LETTER = /[\p{L}\p{N}_]/u;

/** Where as many lines were removed as were added, says what differs within each pair. @param {DiffLine[]} lines */
function markWithin(lines) {
  const run = (start, kind) => {
    let end = start;
    while (lines[end]?.kind === kind) {
      end++;
    }
    return end;
  };
  for (let start = 0; start < lines.length; start++) {
    const middle = run(start, 'removed');
    const count = middle - start;
    if (count && run(middle, 'added') - middle === count) {
      for (let at = start; at < middle; at++) {
        markPair(lines[at], lines[at + count]);
      }
    }
    start = Math.max(start, middle - 1);
  }
}

/** @param {DiffLine} removed @param {DiffLine} added */
function markPair(removed, added) {
  const [one, other] = [[...removed.text], [...added.text]];
  const most = Math.min(one.length, other.length);
  let head = 0;
  while (head < most && one[head] === other[head]) {
    head++;
  }
  let tail = 0;
  while (tail < most - head && one[one.length - 1 - tail] === other[other.length - 1 - tail]) {
    tail++;
  }
  // Whole words are marked, not the letters that they happen to share.
  while (head && LETTER.test(one[head - 1])) {
    head--;
  }
  while (tail && LETTER.test(one[one.length - tail])) {
    tail--;
  }
  if (head + tail > 0.4 * Math.max(one.length, other.length)) {
    [[removed, one], [added, other]].forEach(([line, signs]) => Object.assign(line, {
      head: signs.slice(0, head).join(''), middle: signs.slice(head, signs.length - tail).join(''), tail: signs.slice(signs.length - tail).join('') }));
  }
}
