/**
 * A process that writes through the API until it is killed. It loads, waits for its plan on the input, opens the
 * workspace and says on its output what it begins and, only when the promise has resolved, what is saved.
 */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createAdiuva, type Caller } from '#main/compose.ts';
import { noteIdSchema, taskIdSchema } from '#shared/contracts/common.ts';
import { createSeededRandom, type SeededRandom } from '../bench/seeded-random.ts';
import { keychainInFile } from './kill-keychain.ts';
import { killPlanSchema, type KillLine, type KillPlan, type Operation } from './kill-lines.ts';

/** What a write came back with, and how many log rows stand for it. */
type Write = {
  readonly ids: readonly string[];
  readonly changeSetId: number | null;
  readonly undoes?: number;
};
type Lane = { readonly noteId: string; readonly taskIds: readonly string[]; readonly random: SeededRandom };

const ATTACHMENT_BYTES = 20_000;

function tell(line: KillLine): void {
  // A pipe is written at once here, so a line that was told outlives the process.
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

/** A word of letters alone, so that no date or amount is read out of it, and none the beginning of another. */
function markOf(plan: KillPlan, lane: number, count: number): string {
  const letters = `${plan.round}x${lane}x${count}`.replace(
    /\d/g,
    (digit) => 'abcdefghij'[Number(digit)] ?? '',
  );
  return `mark${letters}z`;
}

type Writes = Readonly<
  Record<Exclude<Operation, 'undo'>, { readonly rows: number; run(mark: string): Promise<Write> }>
>;

function writesOf(api: Caller, lane: Lane): Writes {
  const { random } = lane;
  const noteId = noteIdSchema.parse(lane.noteId);
  const taskIds = lane.taskIds.map((id) => taskIdSchema.parse(id));
  const one = async (
    write: Promise<{ item: { id: string }; changeSetId: number | null }>,
  ): Promise<Write> => {
    const { item, changeSetId } = await write;
    return { ids: [item.id], changeSetId };
  };
  const many = async (
    write: Promise<{ items: readonly { id: string }[]; changeSetId: number | null }>,
  ): Promise<Write> => {
    const { items, changeSetId } = await write;
    return { ids: items.map(({ id }) => id), changeSetId };
  };
  const now = '2026-11-21T09:00';
  // Letters by chance: quick add takes a name that differs by a letter for a slip of the finger.
  const projectName = () =>
    Array.from({ length: 14 }, () => random.pick([...'bcdfghjklmnpqrstvwxz'])).join('');
  return {
    task: { rows: 1, run: (mark) => one(api.tasks.create({ title: mark })) },
    note: { rows: 1, run: (mark) => one(api.notes.create({ title: mark, body: `# ${mark}\n\nText.` })) },
    quick: {
      rows: 2,
      run: (mark) => one(api.tasks.quickAdd({ text: `${mark} +${projectName()} !high`, now, locale: 'en' })),
    },
    comment: {
      rows: 1,
      run: (mark) => one(api.tasks.comment({ taskId: random.pick(taskIds), body: mark })),
    },
    rename: {
      rows: 1,
      run: (mark) => many(api.tasks.update({ ids: [random.pick(taskIds)], patch: { title: mark } })),
    },
    batch: {
      rows: taskIds.length,
      run: (mark) => many(api.tasks.update({ ids: taskIds, patch: { tags: [mark] } })),
    },
    attachment: {
      rows: 1,
      run: (mark) =>
        one(
          api.notes.addAttachment({
            noteId,
            name: `${mark}.bin`,
            mimeType: 'application/octet-stream',
            data: Buffer.from(random.bytes(ATTACHMENT_BYTES)).toString('base64'),
          }),
        ),
    },
  };
}

/** How often each comes up. */
const WEIGHTS = { task: 3, note: 2, quick: 1, comment: 1, rename: 2, batch: 2, attachment: 1 } as const;
const WEIGHTED = (Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]).flatMap((name) =>
  Array.from({ length: WEIGHTS[name] }, () => name),
);

async function runLane(api: Caller, plan: KillPlan, index: number): Promise<never> {
  const given = plan.lanes[index];
  if (!given) throw new Error('no such lane');
  const random = createSeededRandom(plan.seed * 1_000_003 + plan.round * 31 + index);
  const writes = writesOf(api, { ...given, random });
  for (let count = 0; ;) {
    const operation = random.pick(WEIGHTED);
    const mark = markOf(plan, index, (count += 1));
    const { rows, run } = writes[operation];
    const { changeSetId } = await acknowledged({ mark, operation, rows }, () => run(mark));
    if (!random.chance(0.25)) continue;
    await acknowledged({ mark: markOf(plan, index, (count += 1)), operation: 'undo', rows }, async () => {
      const undone = await api.changes.undo({ changeSetId });
      return { ids: [], changeSetId: undone.changeSetId, undoes: changeSetId };
    });
  }
}

async function acknowledged(
  begun: { mark: string; operation: Operation; rows: number },
  run: () => Promise<Write>,
): Promise<{ changeSetId: number }> {
  tell({ event: 'begin', ...begun });
  const { ids, changeSetId, undoes = null } = await run();
  if (changeSetId === null) throw new Error(`${begun.operation} changed nothing`);
  const { mark, operation } = begun;
  tell({ event: 'done', mark, operation, changeSetId, ids: [...ids], undoes });
  return { changeSetId };
}

const [text] = (await once(createInterface({ input: process.stdin }), 'line')) as [string];
const plan = killPlanSchema.parse(JSON.parse(text));
const keychain = keychainInFile(plan.keychainFile);
const app = createAdiuva({ dataDir: plan.dataDir, host: 'test', keychain });
const status = await app.openQuietly();
if (status.state !== 'ready') throw new Error(`the workspace is ${status.state}`);
tell({ event: 'writing' });
await Promise.all(plan.lanes.map((_, index) => runLane(app.caller(), plan, index)));
