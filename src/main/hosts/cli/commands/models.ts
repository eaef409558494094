import { readFile } from 'node:fs/promises';
import type { ModelProvider, ProviderHealth, ProviderKind, ProviderTest } from '#shared/contracts/models.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import type { Api } from '../line.ts';
import type { ModelAddOptions } from '../model-commands.ts';
import { withWorkspace } from '../open-line.ts';
import { askHidden, canPrompt } from '../prompt.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';

export function runModelsList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const [providers, health] = await Promise.all([api.models.list(), api.models.health()]);
    await answerList(context, providers, health);
    return EXIT.done;
  });
}

async function answerList(
  context: CommandContext,
  providers: readonly ModelProvider[],
  health: readonly ProviderHealth[],
): Promise<void> {
  const states = new Map(health.map((one) => [one.providerId, one.state]));
  const rows = providers.map((one, index) => [
    String(index + 1),
    one.name,
    one.kind,
    one.chatModel || '-',
    one.embeddingModel || '-',
    one.isLocal ? 'on this machine or network' : 'cloud',
    one.hasKey ? 'key kept' : 'no key',
    one.isEnabled ? (states.get(one.id) ?? 'untried') : 'off',
  ]);
  await context.output.answer({ providers, health }, () =>
    rows.length === 0
      ? 'No language model is set up. Add one: adiuva models add ollama --model llama3.2'
      : formatTable(rows),
  );
}

export function runModelsAdd(
  context: CommandContext,
  kind: ProviderKind,
  options: ModelAddOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const key = await readKey(context, api, kind, options.keyFile);
    const provider = await api.models.add({
      kind,
      name: options.name,
      baseUrl: options.address ?? null,
      chatModel: options.model ?? '',
      embeddingModel: options.embeddingModel ?? '',
      key,
    });
    const test = options.test ? await api.models.test({ id: provider.id }) : null;
    await context.output.answer({ provider, test }, () =>
      [`Added ${printable(provider.name)}.`, test === null ? '' : describeTest(test)]
        .filter(Boolean)
        .join('\n'),
    );
    return test === null || test.isOk ? EXIT.done : EXIT.failed;
  });
}

/** Never an argument: those stand in the list of processes and in the shell's history. */
async function readKey(
  context: CommandContext,
  api: Api,
  kind: ProviderKind,
  keyFile: string | undefined,
): Promise<string | undefined> {
  if (keyFile !== undefined) {
    const text = await readFile(keyFile, 'utf8').catch((cause: unknown) => {
      throw new AppError('not_found', `The key file ${keyFile} can't be read. Nothing was changed.`, {
        cause,
      });
    });
    return text.trim();
  }
  const given = context.terminal.env['ADIUVA_MODEL_KEY'];
  if (given !== undefined && given !== '') return given;
  const preset = (await api.models.presets()).find((one) => one.kind === kind);
  if (preset?.needsKey !== true || !canPrompt(context.terminal)) return undefined;
  const typed = (await askHidden(context.terminal, `Key for ${preset.name}: `)).trim();
  return typed === '' ? undefined : typed;
}

function describeTest({ steps, models }: ProviderTest): string {
  const lines = steps.map(({ isOk, message }) => `${isOk ? 'ok  ' : 'FAIL'}  ${printable(message)}`);
  const listed = models.slice(0, 20).map(printable).join(', ');
  return [...lines, models.length === 0 ? '' : `Models: ${listed}${models.length > 20 ? ', …' : ''}`]
    .filter(Boolean)
    .join('\n');
}

export function runModelsTest(context: CommandContext, given: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const test = await api.models.test({ id: await idOf(api, given) });
    await context.output.answer(test, () => describeTest(test));
    return test.isOk ? EXIT.done : EXIT.failed;
  });
}

export function runModelsOrder(context: CommandContext, given: readonly string[]): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const ids: string[] = [];
    for (const one of given) ids.push(await idOf(api, one));
    const providers = await api.models.order({ ids });
    await answerList(context, providers, await api.models.health());
    return EXIT.done;
  });
}

export function runModelsRemove(context: CommandContext, given: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const id = await idOf(api, given);
    await api.models.remove({ id });
    await context.output.answer({ id }, () => `Removed ${printable(given)} and its key.`);
    return EXIT.done;
  });
}

async function idOf(api: Api, given: string): Promise<string> {
  const providers = await api.models.list();
  const wanted = given.toLowerCase();
  const found = providers.filter(({ id, name }) => id === given || name.toLowerCase() === wanted);
  const [only] = found;
  if (only === undefined) {
    throw new AppError('not_found', `There is no provider called "${given}". See: adiuva models list`);
  }
  if (found.length > 1) {
    throw new AppError('invalid_input', `More than one provider is called "${given}"; give its id.`);
  }
  return only.id;
}
