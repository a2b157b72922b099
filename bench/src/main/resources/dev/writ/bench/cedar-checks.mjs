// Permission checks with Cedar as WebAssembly, its policies parsed once and kept on its side.
//
//   node cedar-checks.mjs FILE
//
// The file holds {"policies": {ID: TEXT}, "questions": [{"task", "action", "path", "allowed"}], "most", "milliseconds",
// "repeats"}. Answers with a line of JSON: {"version", "repeats": [[nanoseconds of each check]]}; wrong answers end it.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const cedar = createRequire(import.meta.url)("@cedar-policy/cedar-wasm/nodejs");
const RULES = "rules";

const work = JSON.parse(readFileSync(process.argv[2], "utf8"));
const parsed = cedar.preparsePolicySet(RULES, { staticPolicies: work.policies });
if (parsed.type !== "success") {
  throw new Error(`The policies were not understood: ${JSON.stringify(parsed)}`);
}
const calls = work.questions.map(({ task, action, path }) => ({
  principal: { type: "Task", id: task },
  action: { type: "Action", id: action },
  resource: { type: "Workspace", id: "workspace" },
  context: { path },
  preparsedPolicySetId: RULES,
  entities: [],
}));

function check(number) {
  const at = number % calls.length;
  const answer = cedar.statefulIsAuthorized(calls[at]);
  if (answer.type !== "success" || (answer.response.decision === "allow") !== work.questions[at].allowed) {
    throw new Error(`A wrong answer to ${JSON.stringify(work.questions[at])}: ${JSON.stringify(answer)}`);
  }
}

function round() {
  const nanos = [];
  const end = process.hrtime.bigint() + BigInt(work.milliseconds) * 1_000_000n;
  let from;
  do {
    from = process.hrtime.bigint();
    check(nanos.length);
    nanos.push(Number(process.hrtime.bigint() - from));
  } while (nanos.length < work.most && from < end);
  return nanos;
}

round();
const repeats = Array.from({ length: work.repeats }, round);
console.log(JSON.stringify({ version: cedar.getCedarVersion(), repeats }));
