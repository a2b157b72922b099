/** One clock for everything on the page that counts seconds. @type {Set<() => void>} */
const listeners = new Set();

setInterval(() => {
  if (!document.hidden) {
    listeners.forEach((listener) => listener());
  }
}, 1000);

/** @param {() => void} listener called every second while the page is seen @returns {() => void} ends it */
export function onTick(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
