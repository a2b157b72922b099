import { html } from 'lit';
import { get } from '../lib/api.js';
import { percent, plural } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { plain } from '../lib/plain.js';

const WEEK_MILLIS = 7 * 24 * 3_600_000;
const SELDOM_MILLIS = 5_000;

/** How much of what was granted in the last week was used, and what was used least: what is not used need not be granted. */
class PrivilegeScore extends LightElement {
  usage = new Loader(this, () => get('/usage', { from: new Date(Date.now() - WEEK_MILLIS).toISOString() }),
    ({ type }) => type.startsWith('grant.'), SELDOM_MILLIS);

  render() {
    const grants = this.usage.value?.grants.filter(({ ended }) => ended) ?? [];
    const ended = grants.reduce((sum, one) => sum + one.ended, 0);
    if (!ended) {
      return html``;
    }
    const unused = grants.reduce((sum, one) => sum + one.unused, 0);
    const most = grants.reduce((worst, one) => (one.unused > worst.unused ? one : worst));
    return html`<p class="small quiet">Least privilege: <b class="num">${percent((ended - unused) / ended)}</b> of the ${plural(ended, 'grant')} that ended
      within a week ${ended - unused === 1 ? 'was' : 'were'} used.${most.unused ? html` Least needed: <bdi>${plain(most.tool)}</bdi> of <bdi>${plain(most.agent)}</bdi>, ${most.unused} of ${most.ended} unused.` : ''}
      <a class="link" href="/usage?period=week">See all</a></p>`;
  }
}

customElements.define('privilege-score', PrivilegeScore);
