import { noChange } from 'lit';
import { directive, Directive } from 'lit-html/directive.js';
import { sayFailure } from '../elements/note-list.js';

/** What people may do, as the server decides it again; each may do what those before it may. */
const ROLES = ['viewer', 'operator', 'approver', 'administrator'];

let own = 'viewer';

/** @param {string} role of whoever is logged in */
export const keepRole = (role) => {
  own = role;
};

/** @param {string} role that something takes */
export const may = (role) => ROLES.indexOf(own) >= ROLES.indexOf(role);

/** Marks a button that takes a role. Who has not got it sees the button, that it does nothing, and why. */
class Needs extends Directive {
  /** @param {string} role @returns {unknown} */
  render(role) {
    return role;
  }

  /** @param {import('lit-html/directive.js').ElementPart} part @param {[string]} wanted @override */
  update({ element }, [role]) {
    if (may(role)) {
      element.removeAttribute('data-refused');
    } else {
      const reason = `This takes the role ${role}, and you are ${own}.`;
      element.setAttribute('data-refused', reason);
      element.setAttribute('aria-disabled', 'true');
      element.setAttribute('title', reason);
    }
    return noChange;
  }
}

export const needs = directive(Needs);

/** Says why instead of doing it. @param {Event} event @param {Element | null | undefined} button */
function refuse(event, button) {
  if (button instanceof HTMLElement && button.dataset.refused) {
    event.preventDefault();
    event.stopImmediatePropagation();
    sayFailure({ message: button.dataset.refused, hint: 'Ask an administrator of this Writ.' });
  }
}

document.addEventListener('click', (event) => refuse(event, /** @type {Element} */ (event.target).closest('[data-refused]')), true);
// A form that is sent by a key has no button that was pressed.
document.addEventListener('submit', (event) => refuse(event, /** @type {Element} */ (event.target).querySelector('button:not([type=button])[data-refused]')), true);
