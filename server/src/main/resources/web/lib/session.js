import { ApiError, forgetWriteKey, get, keepWriteKey, post, writeKey } from './api.js';

/** @typedef {{expiresAt: string, lastEvent: number, name: string, role: string}} Session */

const LINK = '#login=';

/**
 * Logs in where the address is that of a log-in link, and finds out whether this browser is logged in.
 *
 * @returns {Promise<Session | null>} null where it is not
 * @throws {ApiError} where a link does not work, or the server cannot be asked
 */
export async function openSession() {
  if (location.hash.startsWith(LINK)) {
    const token = location.hash.slice(LINK.length);
    history.replaceState(null, '', location.pathname + location.search);
    await logIn(token);
  }
  if (!writeKey()) {
    return null;
  }
  try {
    const session = await get('/session');
    return { expiresAt: session.expires_at, lastEvent: session.last_event, name: session.name, role: session.role };
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) {
      return null;
    }
    throw error;
  }
}

/** @param {string} token of a log-in link, or of an account @throws {ApiError} where it lets nobody in */
export async function logIn(token) {
  const { write_key: key } = await post('/session', { token });
  keepWriteKey(key);
}

export async function endSession() {
  await post('/session/end');
  forgetWriteKey();
}
