// Tasks of three steps in LangGraph.js, each step with its checkpoint in SQLite before the next begins.
//
//   node langgraph-tasks.mjs FILE SYNCHRONOUS
//
// Reads lines "at-once N" and "one-at-a-time N MILLISECONDS", and answers each with a line of JSON: {"nanos": [...]}, of the whole
// or of each task.
import { Annotation, END, START, StateGraph } from "@langchain/langgraph";
import { SqliteSaver } from "@langchain/langgraph-checkpoint-sqlite";
import { createInterface } from "node:readline";

const AT_A_TIME = 8;
const RESULT = '{"messages":[]}';

const [file, synchronous] = process.argv.slice(2);
const saver = SqliteSaver.fromConnString(file);
saver.setup();
saver.db.pragma(`synchronous = ${synchronous}`);

const State = Annotation.Root({
  results: Annotation({ reducer: (before, next) => before.concat(next), default: () => [] }),
});
const step = async () => ({ results: [RESULT] });
const graph = new StateGraph(State)
  .addNode("one", step)
  .addNode("two", step)
  .addNode("three", step)
  .addEdge(START, "one")
  .addEdge("one", "two")
  .addEdge("two", "three")
  .addEdge("three", END)
  .compile({ checkpointer: saver });

let tasks = 0;

async function task() {
  const thread = { configurable: { thread_id: `task_${tasks++}` } };
  const end = await graph.invoke({ results: [] }, { ...thread, durability: "sync" });
  if (end.results.length !== 3) {
    throw new Error(`A task ended with ${end.results.length} results.`);
  }
  return thread;
}

/** What was said to have ended must be on record. */
async function check(thread) {
  const kept = (await graph.getState(thread)).values.results;
  if (kept.length !== 3) {
    throw new Error(`A task is on record with ${kept.length} results.`);
  }
}

async function atOnce(count) {
  let left = count;
  const from = process.hrtime.bigint();
  await Promise.all(
    Array.from({ length: AT_A_TIME }, async () => {
      while (left-- > 0) {
        await task();
      }
    }),
  );
  return [Number(process.hrtime.bigint() - from)];
}

async function oneAtATime(most, milliseconds) {
  const nanos = [];
  const end = process.hrtime.bigint() + BigInt(milliseconds) * 1_000_000n;
  let from;
  do {
    from = process.hrtime.bigint();
    const thread = await task();
    nanos.push(Number(process.hrtime.bigint() - from));
    await check(thread);
  } while (nanos.length < most && from < end);
  return nanos;
}

for await (const line of createInterface({ input: process.stdin })) {
  const [what, count, milliseconds] = line.split(" ");
  const nanos = what === "at-once" ? await atOnce(Number(count)) : await oneAtATime(Number(count), Number(milliseconds));
  console.log(JSON.stringify({ nanos }));
}
