/** Which page is shown, by the address. Tells `change`. */
export const router = new EventTarget();

/** @param {string} path with its query */
export function go(path) {
  if (path !== location.pathname + location.search) {
    history.pushState(null, '', path);
    router.dispatchEvent(new CustomEvent('change'));
  }
}

/** Puts a value into the address, so that the view can be shared. @param {string} name @param {string} value */
export const setQuery = (name, value) => setQueries({ [name]: value });

/** Puts several values into the address at once. @param {Record<string, string>} values empty ones are taken away */
export function setQueries(values) {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(values)) {
    if (value) {
      query.set(name, value);
    } else {
      query.delete(name);
    }
  }
  const text = query.toString();
  history.replaceState(null, '', location.pathname + (text ? `?${text}` : ''));
  router.dispatchEvent(new CustomEvent('change'));
}

/** @param {string} name @returns {string} */
export const query = (name) => new URLSearchParams(location.search).get(name) ?? '';

addEventListener('popstate', () => router.dispatchEvent(new CustomEvent('change')));

addEventListener('click', (event) => {
  const link = /** @type {Element} */ (event.target).closest?.('a[href]');
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (link instanceof HTMLAnchorElement && plain && link.origin === location.origin && !link.target) {
    event.preventDefault();
    go(link.pathname + link.search);
  }
});
