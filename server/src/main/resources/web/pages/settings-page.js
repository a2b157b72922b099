import { html } from 'lit';
import { confirm } from '../elements/confirm-sheet.js';
import '../elements/copy-as.js';
import { bones } from '../elements/empty.js';
import '../elements/export-list.js';
import { say } from '../elements/note-list.js';
import { problem } from '../elements/problem.js';
import '../elements/server-list.js';
import { doctorList, doctorWord, systemFacts } from '../elements/system-parts.js';
import { tag } from '../elements/tag.js';
import '../elements/token-list.js';
import { get, put } from '../lib/api.js';
import { clock } from '../lib/format.js';
import { LightElement } from '../lib/light.js';
import { Loader } from '../lib/loader.js';
import { needs } from '../lib/rights.js';
import { endSession } from '../lib/session.js';

/** What this installation is, how its machine is, and what is set for all tasks. */
class SettingsPage extends LightElement {
  system = new Loader(this, () => get('/system'), () => false);
  doctor = new Loader(this, () => get('/doctor'), () => false);
  session = new Loader(this, () => get('/session'), () => false);

  render() {
    const system = this.system.value;
    return html`<h1 class="unseen">Settings</h1>
      <div class="settings-two">${this.#card('installation', 'This installation', this.system, systemFacts, '', html`<copy-as .request=${{ path: '/system' }}></copy-as>`)}
        <div class="settings-side">${system ? this.#stepMode(system.step_mode) : ''}
          ${this.#card('browser', 'This browser', this.session, (session) => html`<p>Logged in until <b class="num">${clock(session.expires_at)}</b>, or for eight hours without a request.</p>
            <div><button class="btn" @click=${this.#logOut}>Log out…</button></div>`)}</div></div>
      ${this.#card('machine', 'This machine', this.doctor, ({ checks }) => doctorList(checks), this.doctor.value ? doctorWord(this.doctor.value.checks) : '',
        html`<copy-as .cli=${'writ doctor'} .request=${{ path: '/doctor' }}></copy-as><export-list .rows=${this.doctor.value?.checks} .name=${'doctor'}></export-list>`)}
      <server-list></server-list>
      <token-list></token-list>`;
  }

  /** @param {string} id @param {string} title @param {Loader<any>} loader @param {(value: any) => unknown} content */
  #card(id, title, loader, content, more = /** @type {unknown} */ (''), offers = /** @type {unknown} */ ('')) {
    const plainBody = id !== 'machine';
    return html`<section class="card part" aria-labelledby=${id}><header><h2 id=${id}>${title}</h2>${more}</header>
      ${loader.error ? problem(loader.error, () => loader.reload()) : ''}
      ${loader.value ? html`<div class=${plainBody ? 'body' : ''}>${content(loader.value)}</div>` : loader.error ? '' : bones(3)}
      ${offers ? html`<div class="offers inside">${offers}</div>` : ''}</section>`;
  }

  #stepMode(on) {
    return html`<section class="card part" aria-labelledby="steps"><header><h2 id="steps">Step mode for all tasks</h2>${tag(on ? { word: 'on', icon: 'held', tone: 'wait' } : { word: 'off', icon: 'past', tone: '' })}</header>
      <div class="body"><p>${on ? 'Every task is held before each call of a model or a tool, and goes on when you let it take a step.' : 'Tasks run by themselves. With it, every task is held before each call of a model or a tool.'}</p>
        <div><button ${needs('administrator')} class="btn" @click=${() => this.#setStepMode(!on)}>${on ? 'Switch off…' : 'Switch on…'}</button></div></div>
      <div class="offers inside"><copy-as .request=${{ method: 'PUT', path: '/system/step-mode', body: { on: !on } }}></copy-as></div></section>`;
  }

  #setStepMode(on) {
    confirm({
      title: `Switch step mode ${on ? 'on' : 'off'} for all tasks`,
      words: on ? 'Every task, also those that run now, is held before its next call, until you let it take a step on its page.' : 'Tasks that are held go on only when you let them; none is held anew, but for those in step mode of their own.',
      action: on ? 'Switch on' : 'Switch off',
      record: false,
      act: async () => {
        await put('/system/step-mode', { on });
        say(`Step mode is ${on ? 'on' : 'off'}`);
        this.system.reload();
      },
    });
  }

  #logOut() {
    confirm({
      title: 'Log this browser out',
      words: 'Its tabs show nothing any more. A new link lets it in again: writ open prints one.',
      action: 'Log out',
      record: false,
      act: async () => {
        await endSession();
        location.assign('/');
      },
    });
  }
}

customElements.define('settings-page', SettingsPage);
