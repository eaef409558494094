import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAdiuva } from '#main/compose.ts';
import { invariant } from '#shared/kernel/invariant.ts';
import { sampleWorld } from '#main/domains/sample/index.ts';
import { BENCH_PASSPHRASE } from './large-store.ts';
import { timed, type Bench } from './report.ts';

const NOTES = 5_000;

/** A folder of 5,000 Markdown notes with front matter, tags and links, into an encrypted store with full-text index. */
export const bench: Bench = {
  name: 'import',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'adiuva-bench-'));
    try {
      const source = join(folder, 'notes');
      await writeNotes(source);
      await using app = createAdiuva({ dataDir: join(folder, 'data'), host: 'cli', keychain: null });
      const api = app.caller();
      await api.system.setup({ passphrase: BENCH_PASSPHRASE, useKeychain: false });
      await api.system.finishOnboarding();
      const tookMs = await timed(async () => {
        const { jobId } = await api.imports.start({ source: { path: source }, kind: 'markdown' });
        const job = await api.jobs.wait({ id: jobId });
        invariant(job.status === 'done', `the import ended as ${job.status}`);
        await app.workspace().search.catchUp();
      });
      const state = app.workspace().search.state();
      invariant(state.documents >= NOTES, 'every note is indexed');
      return [
        {
          name: `import of ${NOTES} Markdown notes, indexed`,
          value: NOTES / (tookMs / 1000),
          unit: 'per second',
          bound: 1_000,
          boundIs: 'least',
          note: `${(tookMs / 1000).toFixed(1)} s`,
        },
      ];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

async function writeNotes(folder: string): Promise<void> {
  const bodies = [...sampleWorld.notes, ...sampleWorld.clients.flatMap((client) => client.notes)].map(
    (note) => note.body,
  );
  for (let index = 0; index < NOTES; index += 1) {
    const sub = join(folder, `year-${index % 12}`);
    if (index < 12) await mkdir(sub, { recursive: true });
    const body = bodies[index % bodies.length] ?? '';
    const text = `---\ntags: [imported, batch-${index % 40}]\ncreated: 2026-0${(index % 9) + 1}-11\n---\n\n${body}\n\nSee [[Note ${(index * 7) % NOTES}]].\n`;
    await writeFile(join(sub, `Note ${index}.md`), text);
  }
}
