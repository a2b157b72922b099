import { html } from 'lit';
import { controlList } from '../elements/control-list.js';
import { bones, empty } from '../elements/empty.js';
import { periodBar } from '../elements/period-bar.js';
import { problem } from '../elements/problem.js';
import { reportHead } from '../elements/report-head.js';
import '../elements/report-section.js';
import { get } from '../lib/api.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { periodOf } from '../lib/period.js';
import { isEmpty } from '../lib/report.js';
import { router } from '../lib/router.js';

const USUAL = 'month';

/** Who could do what, who approved it, what was used, refused, odd and changed in a period: for a screen, and for paper. */
class CompliancePage extends LightElement {
  /** A report says how things stood when it was made: it is made anew when somebody asks. */
  signed = new Loader(this, () => {
    const { from, until } = periodOf(USUAL);
    return get('/compliance', { from, until });
  }, () => false);

  connectedCallback() {
    super.connectedCallback();
    router.addEventListener('change', this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    router.removeEventListener('change', this);
  }

  handleEvent() {
    this.requestUpdate();
    this.signed.reload();
  }

  render() {
    const { value, error } = this.signed;
    /** @type {import('../lib/report.js').Report | undefined} */
    const report = value && JSON.parse(value.report);
    return html`${periodBar(USUAL, [], report)}
      ${error ? problem(error, () => this.signed.reload()) : ''}
      ${report ? this.#report(value, report) : error ? '' : html`<section class="card">${bones(10)}</section>`}`;
  }

  /** @param {import('../lib/report.js').Signed} signed @param {import('../lib/report.js').Report} report */
  #report(signed, report) {
    return html`${reportHead(signed, report, () => this.signed.reload(), (id) => this.#show(id))}
      ${isEmpty(report) ? html`<section class="card">${empty('Nothing happened in this time',
        'Once agents work, this report tells what they were granted and used, who approved or denied it, what was refused, and what was out of the ordinary: each number with the events behind it. What holds without any work is below. Choose a longer period, or hand in a request.',
        html`<a class="btn pri" href="/tasks?new=1">New request</a>`)}</section>` : ''}
      ${report.sections.map((section) => html`<report-section .section=${section}></report-section>`)}
      ${controlList(report, (id) => this.#show(id))}`;
  }

  /** @param {string} id */
  #show(id) {
    const title = /** @type {HTMLElement} */ (this.querySelector(`#part-${id}`));
    title.scrollIntoView({ block: 'start' });
    title.focus({ preventScroll: true });
  }
}

customElements.define('compliance-page', CompliancePage);
