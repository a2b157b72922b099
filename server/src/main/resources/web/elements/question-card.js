import { html } from 'lit';
import { post } from '../lib/api.js';
import { LightElement } from '../lib/light.js';
import { needs } from '../lib/rights.js';
import './count-down.js';
import { sayFailure } from './note-list.js';

/** A question that an agent asked, and a line to answer it in. Its words are the agent's and are shown as text. */
class QuestionCard extends LightElement {
  static properties = { question: { attribute: false }, busy: { state: true } };

  render() {
    const { id, agent, text, tree, task, expires_at: until, content } = this.question;
    return html`<article class="card ask" aria-labelledby=${`title-${id}`}>
      <div class="spread"><h2 id=${`title-${id}`}>${agent} asks you</h2>
        ${until ? html`<span class="tag wait">goes on without you in <count-down .until=${until}></count-down></span>` : ''}</div>
      <p class="words">${text}</p>
      ${content?.options?.length ? html`<div class="row">${content.options.map((option) => html`<button ${needs('operator')} class="btn lean" type="button"
        @click=${() => (this.querySelector('input').value = String(option))}>${option}</button>`)}</div>` : ''}
      <form class="reply" @submit=${this.#send}><label class="unseen" for=${`answer-${id}`}>Your answer</label>
        <input class="input" id=${`answer-${id}`} required autocomplete="off" placeholder="Your answer">
        <button ${needs('operator')} class="btn pri" ?disabled=${this.busy}>Answer</button></form>
      <p class="tiny"><a class="link" href=${`/tasks/${tree}?at=${task}`}>See what it is doing</a></p></article>`;
  }

  /** @param {SubmitEvent} event */
  async #send(event) {
    event.preventDefault();
    this.busy = true;
    try {
      await post(`/inbox/${this.question.id}/answer`, { text: this.querySelector('input').value });
    } catch (error) {
      sayFailure(error);
    }
    this.busy = false;
  }
}

customElements.define('question-card', QuestionCard);
