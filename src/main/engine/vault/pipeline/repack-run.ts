import { invariant } from '#shared/kernel/invariant.ts';
import { AppError } from '#shared/errors.ts';
import type { VaultKeys } from '#main/engine/vault/format/index.ts';
import { workerUrl } from '#main/workers-url.ts';
import { copyOfKeys } from './backup-run.ts';
import type { VaultAnswer, VaultOrder } from './pipeline-protocol.ts';
import type { RepackRun } from './pipeline-types.ts';
import { ownBytes } from './restore-run.ts';
import { errorOf, startVaultThread } from './vault-thread.ts';

export type RepackOptions = { readonly keys: VaultKeys; readonly signal?: AbortSignal };

/** Opens packs in a thread of its own: to make new ones of what is needed of them, or to say what is in them. */
export function startRepack({ keys, signal }: RepackOptions): RepackRun {
  const waiting = new Map<number, PromiseWithResolvers<VaultAnswer>>();
  let lastId = 0;
  let failure: AppError | null = null;
  const thread = startVaultThread(
    { workerUrl: workerUrl('vault'), stop: [{ signal, error: cancelled }] },
    {
      answer(answer) {
        if (!('id' in answer) || answer.id === null) return;
        const one = waiting.get(answer.id);
        waiting.delete(answer.id);
        if (answer.kind === 'failure') one?.reject(errorOf(answer.failure));
        else one?.resolve(answer);
      },
      failed(error) {
        failure = error;
        for (const { reject } of waiting.values()) reject(error);
        waiting.clear();
      },
    },
  );
  thread.order({ do: 'repack', keys: copyOfKeys(keys) });

  function ask(order: (id: number) => VaultOrder, moved: readonly ArrayBuffer[] = []): Promise<VaultAnswer> {
    if (failure) return Promise.reject(failure);
    lastId += 1;
    const one = Promise.withResolvers<VaultAnswer>();
    waiting.set(lastId, one);
    thread.order(order(lastId), moved);
    return one.promise;
  }

  return {
    async keep(part, live) {
      const bytes = ownBytes(part);
      const moved = { pack: part.pack, offsetBytes: part.offsetBytes, bytes };
      return packsIn(await ask((id) => ({ do: 'keep', id, part: moved, live }), [bytes.buffer]));
    },
    finish: async () => packsIn(await ask((id) => ({ do: 'keep', id, part: null, live: [] }))),
    async describe(packId, bytes) {
      const answer = await ask((id) => ({ do: 'describe', id, packId, bytes }));
      invariant(answer.kind === 'described', 'a pack that is to be described is described');
      return answer.entry;
    },
    close: () => thread.fail(cancelled()),
  };
}

function packsIn(answer: VaultAnswer) {
  invariant(answer.kind === 'packs', 'pages that are to be kept are answered with packs');
  return answer.packs;
}

function cancelled(): AppError {
  return new AppError(
    'cancelled',
    'The work on the backup was stopped. Your workspace and the backups are as they were.',
  );
}
