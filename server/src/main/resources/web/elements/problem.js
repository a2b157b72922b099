import { html } from 'lit';

/** A failure in words: what happened, what to do. @param {{message: string, hint?: string}} failure */
export const problem = (failure) => html`<div class="problem" role="alert">
  <strong>${failure.message}</strong>${failure.hint ? html`<span>${failure.hint}</span>` : ''}
</div>`;
