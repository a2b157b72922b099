/** Logging in with a provider: where it begins, and in words why it did not end well. */

const AGAIN = 'Log in once more.';
const LOG = 'An administrator finds the reason in the events of type login.refused.';

/** By what the server says behind the # of the address: what happened, what to do. @type {Record<string, [string, string]>} */
const REFUSALS = {
  too_many: ['Too many log-ins failed.', 'Wait a minute, then log in once more.'],
  not_begun: ['This log-in was not begun in this browser, was used before, or is older than ten minutes.', AGAIN],
  declined: ['The provider says that the log-in was declined.', 'Log in once more, and agree there; or come in another way.'],
  provider_error: ['The provider reported an error.', `Log in once more. ${LOG}`],
  provider_away: ['The provider cannot be asked now.', 'Log in later, or come in another way.'],
  code: ['The provider does not accept the code that it gave to this browser.', AGAIN],
  client: ['The provider does not accept this server.', 'An administrator checks client_id and client_secret in the settings; until then come in another way.'],
  token: ['What the provider says about you cannot be accepted.', `Log in once more. If that does not help, the clocks of the two may differ by more than a minute. ${LOG}`],
  no_name: ['The provider does not say what you are called.', 'An administrator checks the setting login.openid.person.'],
  no_role: ['The provider knows you, but nothing says what you may do here.', 'Ask an administrator of this Writ for a role; the setting login.openid.roles gives it.'],
  shut_out: ['Your account here was kept out for good.', 'Ask an administrator of this Writ.'],
  failed: ['The log-in failed inside Writ; nothing was changed.', 'Log in once more. The log of the server says why.'],
};

/** @param {string} id @returns {{message: string, hint: string}} */
export const refusal = (id) => {
  const [message, hint] = Object.hasOwn(REFUSALS, id) ? REFUSALS[id] : ['The log-in failed.', AGAIN];
  return { message, hint };
};

/** What the provider is called; empty where people do not log in with one. @returns {string} */
export const providerName = () => document.querySelector('meta[name="writ-provider"]')?.getAttribute('content') ?? '';

/** Where a log-in begins that ends at the page of now. @returns {string} */
export const providerAddress = () => `/login/openid?${new URLSearchParams({ to: location.pathname + location.search })}`;
