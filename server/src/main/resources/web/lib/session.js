import { ApiError, forgetWriteKey, get, keepWriteKey, keyFits, post, writeKey } from './api.js';
import { refusal } from './provider.js';
import { keepRole } from './rights.js';

/** @typedef {{expiresAt: string, lastEvent: number, name: string, role: string}} Session */

const ARRIVED = /^#(login|write-key|refused)=(.*)$/;

/**
 * Logs in where the address is that of a log-in link, or of a way back from the provider, and finds out whether this browser
 * is logged in.
 *
 * @returns {Promise<Session | null>} null where it is not
 * @throws {ApiError} where a link does not work, the provider's word did not let in, or the server cannot be asked
 */
export async function openSession() {
  const [, how, what] = ARRIVED.exec(location.hash) ?? [];
  if (how) {
    history.replaceState(null, '', location.pathname + location.search);
  }
  if (how === 'login') {
    await logIn(what);
  } else if (how === 'write-key' && await keyFits(what)) {
    // Any page can send a browser here with any key: only that of this browser's own session is kept.
    keepWriteKey(what);
  }
  const session = await present();
  if (!session && how === 'refused') {
    const { message, hint } = refusal(what);
    throw new ApiError(403, 'denied', message, hint);
  }
  return session;
}

/** @returns {Promise<Session | null>} */
async function present() {
  if (!writeKey()) {
    return null;
  }
  try {
    const session = await get('/session');
    keepRole(session.role);
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
