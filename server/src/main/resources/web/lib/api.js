/** The server's API. The cookie goes along by itself; what changes something carries the key of the session. */

const PREFIX = '/api/v1';
const KEY = 'writ-key';

/** Told when the server says that this browser is no longer logged in. @type {EventTarget} */
export const access = new EventTarget();

/** A failure as the server states it: what happened, and what to do. */
export class ApiError extends Error {
  /** @param {number} status @param {string} code @param {string} message @param {string} hint */
  constructor(status, code, message, hint) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
  }
}

/** @returns {string} what changes are sent with; empty where this browser has none */
export const writeKey = () => localStorage.getItem(KEY) ?? '';

/** @param {string} key */
export const keepWriteKey = (key) => localStorage.setItem(KEY, key);

export const forgetWriteKey = () => localStorage.removeItem(KEY);

/**
 * @param {string} path below /api/v1
 * @param {Record<string, string | number | boolean>} [query] values that are left out where they are empty
 * @returns {Promise<any>}
 */
export const get = (path, query = {}) => {
  const values = Object.entries(query).filter(([, value]) => value !== '');
  const text = new URLSearchParams(values.map(([name, value]) => [name, String(value)])).toString();
  return send('GET', path + (text ? `?${text}` : ''));
};

/** @param {string} path below /api/v1 @param {object} [body] @returns {Promise<any>} */
export const post = (path, body = {}) => send('POST', path, body);

/** @param {string} path below /api/v1 @param {object} body @returns {Promise<any>} */
export const patch = (path, body) => send('PATCH', path, body);

/** @param {string} path below /api/v1 @param {object} body @returns {Promise<any>} */
export const put = (path, body) => send('PUT', path, body);

/** @template T @param {Promise<T>} answer @returns {Promise<T | null>} null where there is no such thing */
export const orNothing = (answer) => answer.catch((error) => {
  if (error.status === 404) {
    return null;
  }
  throw error;
});
/** @param {string} path below /api/v1 @returns {Promise<any>} */
export const remove = (path) => send('DELETE', path, {});

/** Whether this browser has a session, and this key is its. @param {string} key @returns {Promise<boolean>} */
export const keyFits = (key) => send('GET', '/session', undefined, { 'X-Writ-Key': key })
  .then((session) => session.may_write)
  .catch((error) => {
    if (error.status === 401) {
      return false;
    }
    throw error;
  });

/** @param {string} method @param {string} path @param {object} [body] @param {Record<string, string>} [more] headers */
async function send(method, path, body, more = {}) {
  let response;
  try {
    response = await fetch(PREFIX + path, {
      method,
      headers: body ? { 'Content-Type': 'application/json', 'X-Writ-Key': writeKey() } : more,
      body: body ? JSON.stringify(body) : undefined,
    });
  } catch {
    throw new ApiError(0, 'unavailable', 'The server does not answer.', 'Is `writ serve` still running?');
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) {
    return answer;
  }
  const { code = 'internal', message = `The server answered ${response.status}.`, hint = '' } = answer.error ?? {};
  if (response.status === 401) {
    access.dispatchEvent(new CustomEvent('signed-out'));
  }
  throw new ApiError(response.status, code, message, hint);
}
