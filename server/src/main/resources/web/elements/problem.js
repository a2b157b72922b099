import { html } from 'lit';

/** A failure in words: what happened, what to do. @param {{message: string, hint?: string}} failure @param {() => void} [again] tries once more */
export const problem = (failure, again) => html`<div class="problem" role="alert">
  <strong>${failure.message}</strong>${failure.hint ? html`<span>${failure.hint}</span>` : ''}
  ${again ? html`<span><button class="btn lean" @click=${again}>Try again</button></span>` : ''}
</div>`;
