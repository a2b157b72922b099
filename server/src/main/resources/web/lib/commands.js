/** Commands as they are typed into a shell. None of them ever holds a token. */

/** @param {string} text one word of a shell */
export const shellWord = (text) => (/^[\w./:=@%+,-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** @param {string[]} words of a `writ` command; the last one may be anything */
export const writCommand = (...words) => {
  const last = words.at(-1) ?? '';
  const guard = last.startsWith('-') && words.length > 1 && !/^--[a-z]/.test(last) ? ['--'] : [];
  return ['writ', ...words.slice(0, -1), ...guard, last].map((word) => (word === '--' || /^--[a-z-]+$/.test(word) ? word : shellWord(word))).join(' ');
};

/**
 * The same request with curl; `$URL` and `$TOKEN` are set as docs/api.md says.
 *
 * @param {{method?: string, path: string, query?: Record<string, string | number | boolean>, body?: object}} request path below /api/v1
 */
export function curlCommand({ method = 'GET', path, query = {}, body }) {
  const values = Object.entries(query).filter(([, value]) => value !== '').map(([name, value]) => [name, String(value)]);
  // Within double quotes a shell takes these signs for its own.
  const url = (path + (values.length ? `?${new URLSearchParams(values)}` : '')).replace(/["$`\\!]/g, encodeURIComponent).replaceAll('!', '%21');
  return ['curl -sS -H "Authorization: Bearer $TOKEN"', method === 'GET' || (method === 'POST' && body) ? '' : `-X ${method}`, `"$URL/api/v1${url}"`,
    body ? `-d '${JSON.stringify(body).replaceAll("'", "'\\''")}'` : ''].filter(Boolean).join(' ');
}
