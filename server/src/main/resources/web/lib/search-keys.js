import { useKeys } from './keys.js';
import { router } from './router.js';

/** For a page with a list and a filter in the address: `/` goes to the field, and a new address is told to `moved`. */
export class SearchKeys {
  /** @param {import('lit').LitElement} host @param {() => void} moved */
  constructor(host, moved) {
    this.host = host;
    this.moved = moved;
    host.addController(this);
  }

  hostConnected() {
    router.addEventListener('change', this.moved);
    this.forget = useKeys([{ keys: '/', what: 'Filter the list', run: () => /** @type {HTMLElement} */ (this.host.querySelector('#filter'))?.focus() }]);
  }

  hostDisconnected() {
    router.removeEventListener('change', this.moved);
    this.forget();
  }
}
