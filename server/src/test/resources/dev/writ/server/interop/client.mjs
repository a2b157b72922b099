// Works with Writ through the official TypeScript client, in the era that is named.
//   node client.mjs URL TOKEN legacy|modern
// Prints one line of JSON for each thing that was seen; exits with 0 when all of it was as expected.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const [url, token, era] = process.argv.slice(2);
const NEED = {
  request: 'keep a list', justification: 'the user asked for it', tools: ['file_edit'],
  scope: { file_edit: { read: [], write: ['list.txt'] } }, duration: '30m'
};
const RUN = {
  request: 'run make', justification: 'the user wants to see it run', tools: ['terminal'],
  scope: { terminal: { commands: [['make', 'test']] } }, duration: '6s'
};
let asked = '';
let changed = 0;
let wake = () => {};

const client = new Client({ name: 'interop', version: '1.0.0' }, {
  capabilities: { elicitation: { form: {} } },
  versionNegotiation: { mode: era === 'modern' ? { pin: '2026-07-28' } : 'legacy' },
  listChanged: { tools: { onChanged: () => { changed++; wake(); } } }
});
client.setRequestHandler('elicitation/create', async request => {
  asked = request.params.message;
  return { action: 'accept', content: { decision: 'approve' } };
});

function see(what, ok, detail) {
  console.log(JSON.stringify({ what, ok: Boolean(ok), detail: String(detail ?? '').slice(0, 300) }));
  if (!ok) process.exitCode = 1;
}

async function changes(from) {
  const until = Date.now() + 20_000;
  while (changed <= from && Date.now() < until) {
    await new Promise(resolve => { wake = resolve; setTimeout(resolve, 500); });
  }
  return changed > from;
}

await client.connect(new StreamableHTTPClientTransport(new URL(url), {
  requestInit: { headers: { Authorization: `Bearer ${token}` } }
}));
const names = async () => (await client.listTools()).tools.map(tool => tool.name);

see('lists what may be used', (await names()).includes('file_system_listing__read_file'));
const read = await client.callTool({ name: 'file_system_listing__read_file', arguments: { path: 'notes.txt' } });
see('gets structured results', read.structuredContent?.content === 'buy milk', JSON.stringify(read));
const before = changed;
const granted = await client.callTool({ name: 'need_more_tools', arguments: NEED });
see('is granted a tool', granted.content[0].text.startsWith('Granted file_edit'), granted.content[0].text);
see('hears that the list has changed', await changes(before));
see('sees the new tool', (await names()).includes('file_edit__write_file'));
const outside = await client.callTool({
  name: 'file_edit__write_file', arguments: { path: 'other.txt', content: 'x', mode: 'create' }
}).then(result => ({ denied: result.isError, text: result.content[0].text }), error => ({ denied: true, text: error.message }));
see('is denied what is outside', outside.denied && /Denied by rule 'scope'|insufficient.scope/i.test(outside.text), outside.text);
const missing = await client.callTool({ name: 'file_system_listing__read_file', arguments: { path: 'nothing.txt' } });
see('gets the failure of a tool', missing.isError && missing.content[0].text.includes('nothing.txt'), JSON.stringify(missing));
const run = await client.callTool({ name: 'need_more_tools', arguments: RUN });
see('asks its person for an approval', asked.includes('The agent worker asks for terminal.'), asked);
see('is granted what the person approved', run.content[0].text.startsWith('Granted terminal'), run.content[0].text);
see('sees it', (await names()).includes('terminal__execute_command'));
let expired = true;
for (let from = changed; expired && (await names()).includes('terminal__execute_command'); from++) {
  expired = await changes(from);
}
see('hears that the grant has expired', expired && !(await names()).includes('terminal__execute_command'));
const WATCH = { name: 'file_system_listing__watch', arguments: { path: '.', seconds: 50 } };
const told = [];
await client.callTool({ ...WATCH, arguments: { path: '.', seconds: 3 } }, { onprogress: progress => told.push(progress) });
see('hears of progress', told.length > 0 && told[0].message.includes('watch'), JSON.stringify(told));
const cancelled = new AbortController();
const begun = Date.now();
setTimeout(() => cancelled.abort('no longer wanted'), 1500);
const aborted = await client.callTool(WATCH, { signal: cancelled.signal }).then(() => false, () => true);
see('cancels a call', aborted && Date.now() - begun < 20_000, `${Date.now() - begun} ms`);
const file = await client.readResource({ uri: 'writ://file/notes.txt' });
see('reads a resource', file.contents[0].text === 'buy milk', JSON.stringify(file));
see('lists prompts', (await client.listPrompts()).prompts.some(prompt => prompt.name === 'start_subtask'));
await client.close();
