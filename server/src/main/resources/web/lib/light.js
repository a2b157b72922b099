import { LitElement } from 'lit';

/** An element whose content is part of the page: one set of styles, ids that labels can point at, one order of focus. */
export class LightElement extends LitElement {
  createRenderRoot() {
    return this;
  }
}
