import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { collect } from '../support/ask.ts';
import { makeApp, TEST_PASSPHRASE } from '../support/make-app.ts';
import { startScriptedModels } from '../support/scripted-models.ts';

const ASKER = fileURLToPath(new URL('../support/kill-asker.ts', import.meta.url));
const HANGS_AFTER = 3;

/** Asks in a process of its own and kills it at the first line that begins with `word`; answers the id of the answer. */
async function askAndKillAt(dataDir: string, text: string, word: string): Promise<string> {
  const args = [ASKER, dataDir, TEST_PASSPHRASE, text];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  let answerId = '';
  for await (const line of createInterface(child.stdout)) {
    const [told, id] = line.split(' ');
    if (told === 'started') answerId = id ?? '';
    if (told === word) child.kill('SIGKILL');
  }
  await exited;
  return answerId;
}

test(
  'a plan that waits for its steps goes on after the process was killed',
  { timeout: 120_000 },
  async () => {
    await using server = await startScriptedModels([
      {
        text: 'First the project.',
        toolCalls: [
          { name: 'projects__create', input: { name: 'Launch' } },
          { name: 'wait_for_approval', input: {} },
        ],
      },
      { text: 'The project is there.' },
    ]);
    await using first = await makeApp();
    await first.api.models.add({
      kind: 'openai_compatible',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
    });
    await first.app.close();
    const messageId = await askAndKillAt(first.dataDir, 'Create a project Launch', 'waiting');
    const made = await first.reopen();
    const { items } = await made.api.proposals.list({});
    expect(items).toMatchObject([{ actionId: 'projects.create', runId: messageId, status: 'pending' }]);
    const decisions = items.map(({ id, argumentsHash }) => ({
      verdict: 'approve' as const,
      proposalId: id,
      argumentsHash,
    }));
    await made.api.assistant.decide({ messageId, decisions });
    const { message } = await collect(await made.api.assistant.follow({ messageId }));
    expect(message).toMatchObject({
      status: 'done',
      parts: [
        { text: 'First the project.\n\nThe project is there.' },
        { steps: [{ proposal: { status: 'approved' } }] },
      ],
    });
    expect(server.requests).toHaveLength(2);
    expect((await made.api.projects.list({})).items.map(({ name }) => name)).toEqual(['Launch']);
    await made.app.close();
  },
);

test(
  'an answer that was killed in the middle is told as cut off after any start, is not asked again by itself, and comes when it is',
  { timeout: 120_000 },
  async () => {
    await using server = await startScriptedModels([
      { text: 'One two three four five six.', hangAfterPieces: HANGS_AFTER },
    ]);
    await using first = await makeApp();
    await first.api.models.add({
      kind: 'openai_compatible',
      baseUrl: server.urls.openai,
      chatModel: 'scripted-model',
    });
    await first.app.close();
    const messageId = await askAndKillAt(first.dataDir, 'Add words', 'text');
    await (await first.reopen()).app.close();
    const made = await first.reopen();
    const { message } = await collect(await made.api.assistant.follow({ messageId }));
    expect(message).toMatchObject({ status: 'failed', error: { code: 'cut_off' } });
    const { items } = await made.api.assistant.sessions.messages({ sessionId: message.sessionId });
    expect(items).toMatchObject([{ role: 'user', parts: [{ text: 'Add words' }] }, { id: messageId }]);
    expect(server.requests).toHaveLength(1);
    const [trace] = (await made.api.traces.list({})).items;
    expect(trace === undefined || trace.status === 'interrupted').toBe(true);
    server.say([{ text: 'Here I am.' }]);
    const { sessionId } = message;
    const next = await collect(
      await made.api.assistant.ask({ askId: crypto.randomUUID(), text: 'Add words', sessionId }),
    );
    expect(next.message).toMatchObject({ status: 'done', parts: [{ text: 'Here I am.' }] });
    await made.app.close();
  },
);
