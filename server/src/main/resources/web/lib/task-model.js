/**
 * What the records say about a request, put together for the page.
 *
 * @typedef {object} Call one call at the gateway
 * @property {string} id
 * @property {string} task
 * @property {string} name for instance `file_edit.edit_file`
 * @property {string} state `started`, `succeeded`, `failed` or `denied`
 * @property {string} authority `core`, `base` or `grant`
 * @property {string} assignment the grant that allowed it
 * @property {string} at
 * @property {number} seconds
 * @property {string} sentence why it was denied, or how it failed
 * @property {string} rule by which it was denied
 *
 * @typedef {{task: any, calls: Call[], children: Node[]}} Node
 */

/** @param {import('./stream.js').WritEvent} event */
const nameOf = ({ data }) => (!data.tool || data.tool === 'core' ? data.operation : `${data.tool}.${data.operation}`);

/** What a log that grows says of calls; of what was looked at before nothing is looked at again. */
export class CallLog {
  /** @type {Map<string, Call>} */
  #calls = new Map();
  /** @type {Map<string, import('./stream.js').WritEvent>} */
  #models = new Map();
  #read = 0;
  #turn = -1;

  /** @param {import('./tree-log.js').TreeLog} log @returns {{calls: Map<string, Call>, models: Map<string, import('./stream.js').WritEvent>}} by their ids; the same maps where nothing was added */
  of({ events, turn }) {
    if (turn !== this.#turn) {
      [this.#turn, this.#read, this.#calls, this.#models] = [turn, 0, new Map(), new Map()];
    }
    if (this.#read < events.length) {
      const [calls, models] = [new Map(this.#calls), new Map(this.#models)];
      for (; this.#read < events.length; this.#read++) {
        take(calls, models, events[this.#read]);
      }
      [this.#calls, this.#models] = [calls, models];
    }
    return { calls: this.#calls, models: this.#models };
  }
}

/** @param {Map<string, Call>} calls @param {Map<string, any>} models @param {import('./stream.js').WritEvent} event */
function take(calls, models, event) {
  if (event.type === 'model.called') {
    models.set(event.entity, event);
  } else if (event.type.startsWith('tool.') && event.data.operation) {
    const begun = calls.get(event.entity);
    calls.set(event.entity, {
      id: event.entity,
      task: event.task,
      name: nameOf(event),
      state: event.type.slice('tool.'.length),
      authority: event.data.authority ?? begun?.authority ?? '',
      assignment: event.data.assignment ?? begun?.assignment ?? '',
      at: begun?.at ?? event.at,
      seconds: event.duration_micros / 1_000_000,
      sentence: event.data.sentence ?? event.data.message ?? '',
      rule: event.data.rule ?? '',
    });
  }
}

/**
 * The tasks as a tree with their calls. What only carries out a call of the toolkit, and had no work of its own done
 * below, is the call and no further entry.
 *
 * @param {any[]} tasks oldest first
 * @param {Iterable<Call>} calls
 * @returns {Node | null}
 */
export function treeOf(tasks, calls) {
  /** @type {Map<string, Node>} */
  const nodes = new Map(tasks.map((task) => [task.id, { task, calls: [], children: [] }]));
  for (const call of calls) {
    nodes.get(call.task)?.calls.push(call);
  }
  let root = null;
  for (const node of nodes.values()) {
    const parent = nodes.get(node.task.parent);
    if (parent) {
      parent.children.push(node);
    } else {
      root = node;
    }
  }
  return root && pruned(root);
}

/** @param {Node} node @returns {Node} */
function pruned(node) {
  const children = node.children.map(pruned).filter((child) => child.task.agent || child.children.length || child.calls.length);
  return { ...node, children };
}

/**
 * The last of what happened below, in order, and how much was before it.
 *
 * @param {Node} node its calls in the order in which they began
 * @param {number} most
 * @returns {{parts: ({at: string, call: Call} | {at: string, node: Node})[], left: number}}
 */
export function latest(node, most) {
  const calls = node.calls.filter((call) => call.name !== 'end_task');
  const parts = [
    ...calls.slice(-most).map((call) => ({ at: call.at, call })),
    ...node.children.map((child) => ({ at: child.task.created_at, node: child })),
  ].sort((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0)).slice(-most);
  return { parts, left: calls.length + node.children.length - parts.length };
}

/**
 * A conversation with each call and its result in one place.
 *
 * @param {any[]} messages
 * @returns {any[]} each an instruction, a request or a reply; the calls of a reply have their `result`
 */
export function threadOf(messages) {
  const results = new Map(messages.filter(({ role }) => role === 'result').map((result) => [result.call, result]));
  return messages
    .filter(({ role }) => role !== 'result')
    .map((message) => ({
      ...message,
      calls: (message.calls ?? []).map((call) => ({ ...call, result: results.get(call.id) ?? null })),
    }));
}

/** @param {string} name as models know it @returns {string} as people do: `file_edit.edit_file` */
export const callName = (name) => name.replace('__', '.');
