/** One backup, one restore or one repacking: pages on one side, sealed packs on the other. See pipeline-protocol.ts. */
import { parentPort } from 'node:worker_threads';
import type {
  BackupJob,
  VaultAnswer,
  VaultFailure,
  VaultOrder,
} from '#main/engine/vault/pipeline/pipeline-protocol.ts';
import type { SealedPack } from '#main/engine/vault/pipeline/pipeline-types.ts';
import { AppError } from '#shared/errors.ts';
import { backUp } from './backup-job.ts';
import { createRepack, type Repack } from './repack-job.ts';
import { createRestore, type Restore } from './restore-job.ts';

type Port = NonNullable<typeof parentPort>;

function serve(port: Port): void {
  const credit = createCredit();
  let restore: Restore | null = null;
  let repack: Repack | null = null;

  const tell = (answer: VaultAnswer, moved: readonly ArrayBuffer[] = []): void =>
    port.postMessage(answer, moved);

  async function runBackup(job: BackupJob): Promise<void> {
    credit.add(job.ahead);
    const pages = await backUp(job, async (pack) => {
      await credit.take();
      tell({ kind: 'pack', pack }, [ownMemory(pack.object.bytes)]);
    });
    tell({ kind: 'backed-up', pages }, [
      ownMemory(pages.pageMarks),
      ownMemory(pages.pages.chunkOf),
      ownMemory(pages.pages.placeOf),
    ]);
  }

  function obey(order: VaultOrder): void {
    switch (order.do) {
      case 'backup':
        void runBackup(order.job).catch((error: unknown) => tell(failed(null, error)));
        return;
      case 'more':
        credit.add(1);
        return;
      case 'restore':
        restore = createRestore(order.job);
        return;
      case 'take':
        restore?.take(order.part);
        tell({ kind: 'done', id: order.id, pageCount: 0, sizeBytes: 0 });
        return;
      case 'finish':
        if (restore) tell({ kind: 'done', id: order.id, ...restore.finish(order.isLast) });
        return;
      case 'repack':
        repack = createRepack(order.keys);
        return;
      case 'keep':
        tell(...packsFor(order.id, order.part ? repack?.keep(order.part, order.live) : repack?.finish()));
        return;
      case 'describe':
        if (repack)
          tell({ kind: 'described', id: order.id, entry: repack.describe(order.packId, order.bytes) });
    }
  }

  port.on('message', (order: VaultOrder) => {
    try {
      obey(order);
    } catch (error) {
      tell(failed('id' in order ? order.id : null, error));
    }
  });
}

/** An answer with packs, and their bytes to be moved. */
function packsFor(id: number, packs: readonly SealedPack[] = []): [VaultAnswer, readonly ArrayBuffer[]] {
  return [{ kind: 'packs', id, packs }, packs.map(({ object }) => ownMemory(object.bytes))];
}

/** How many packs may be sent before the consumer has taken one. */
function createCredit(): { add(count: number): void; take(): Promise<void> } {
  let left = 0;
  let wake = (): void => {};
  return {
    add(count) {
      left += count;
      wake();
    },
    async take() {
      while (left === 0) await new Promise<void>((resolve) => (wake = resolve));
      left -= 1;
    },
  };
}

/** The buffer of bytes that have one of their own, so that it can be moved. */
function ownMemory({ buffer }: ArrayBufferView): ArrayBuffer {
  return buffer as ArrayBuffer; // all of them were made here, none of them shared
}

function failed(id: number | null, error: unknown): VaultAnswer {
  return { kind: 'failure', id, failure: failureOf(error) };
}

function failureOf(error: unknown): VaultFailure {
  if (error instanceof AppError) {
    const { code, message, details } = error;
    return { code, message, details };
  }
  return {
    code: 'internal',
    message:
      'The work on the backup stopped unexpectedly. Your workspace and earlier backups are safe; try again.',
    details: { reason: error instanceof Error ? error.message : 'unknown' },
  };
}

if (parentPort) serve(parentPort);
