import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ColumnMapping, ImportKind } from '#shared/contracts/imports.ts';
import { isRefusal } from '#main/domains/imports/drafts.ts';
import type { DraftEntry, ImportEntry, NoteDraft, Refusal, TaskDraft } from '#main/domains/imports/drafts.ts';
import { createRecurrencePort } from '#main/domains/imports/recurrence-port.ts';
import { detectKind } from '#main/domains/imports/readers/detect.ts';
import { readEntries } from '#main/domains/imports/readers/read-entries.ts';
import type { ForeignKind } from '#main/domains/imports/readers/read-entries.ts';
import { openSource } from '#main/domains/imports/sources/open-source.ts';

const FIXTURES = new URL('../fixtures/imports/', import.meta.url).pathname;
const TODAY = '2026-11-21';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adiuva-imports-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function read(path: string, kind?: ImportKind, mapping: ColumnMapping | null = null) {
  await using tree = await openSource(path);
  const found = kind ?? (await detectKind(tree));
  const entries: ImportEntry[] = [];
  const context = {
    sourceId: path,
    today: TODAY,
    nowMs: Date.parse(`${TODAY}T09:00:00Z`),
    timeZone: 'Europe/Rome',
    signal: new AbortController().signal,
    recurrence: createRecurrencePort(`${TODAY}T10:00`),
  };
  for await (const entry of readEntries(tree, found as ForeignKind, mapping, context)) entries.push(entry);
  return {
    kind: found,
    entries,
    drafts: entries.filter((entry): entry is DraftEntry => !isRefusal(entry)),
    refusals: entries.filter(isRefusal),
  };
}

async function readText(name: string, text: string | Uint8Array, kind?: ImportKind, mapping?: ColumnMapping) {
  await writeFile(join(folder, name), text);
  return await read(join(folder, name), kind, mapping ?? null);
}

function note(drafts: readonly DraftEntry[], title: string): NoteDraft {
  const found = drafts.find((entry) => entry.kind === 'note' && entry.draft.title === title);
  if (found?.kind !== 'note')
    throw new Error(`no note ${title}: ${drafts.map((entry) => entry.source).join(', ')}`);
  return found.draft;
}

function task(drafts: readonly DraftEntry[], title: string): TaskDraft {
  const found = drafts.find((entry) => entry.kind === 'task' && entry.draft.title === title);
  if (found?.kind !== 'task') throw new Error(`no task ${title}`);
  return found.draft;
}

function reason(refusals: readonly Refusal[], source: string): string | undefined {
  return refusals.find((refusal) => refusal.source === source)?.reason;
}

describe('a folder of Markdown notes', () => {
  it('takes over titles, front matter, inline tags, folders and dates', async () => {
    const { kind, drafts } = await read(join(FIXTURES, 'vault'));
    expect(kind).toBe('markdown');
    const home = note(drafts, 'Home');
    expect(home.tags).toEqual(['index', 'planning', 'focus', 'area/design']);
    expect(home.isPinned).toBe(true);
    expect(home.createdAt).toBe(Date.parse('2024-03-01'));
    const brief = note(drafts, 'Brand brief');
    expect(brief.tags).toEqual(['branding', 'acme', 'Clients/Acme']);
    expect(brief.updatedAt).toBe(Date.parse('2024-05-06T10:30:00Z'));
    expect([brief.projectKey, brief.clientKey]).toEqual([
      'name:project:brand refresh',
      'name:client:acme ltd',
    ]);
    expect(drafts.find((entry) => entry.sourceKey === 'name:client:acme ltd')?.match).toBe('link_only');
  });

  it('keeps fields of the front matter that a note has no place for', async () => {
    const { drafts } = await read(join(FIXTURES, 'vault'));
    const { body } = note(drafts, 'Home');
    expect(body).toMatch(/```yaml\naliases: \[Start, Front page\]\nrating: 5\n```\n$/);
    expect(body).not.toContain('created: 2024');
  });

  it('turns links into wiki links and attachments, and leaves code and unknown pages alone', async () => {
    const { drafts } = await read(join(FIXTURES, 'vault'));
    const home = note(drafts, 'Home');
    expect(home.body).toContain(
      'See [[Brand brief]] and [[Meeting notes (Clients/Acme)|the last meeting]], or [[Brand brief|Brand brief › Goals]].',
    );
    expect(home.body).toContain(
      'The old [[Meeting notes (Clients/Acme)|relative link]] works too. [[Nobody wrote this yet]].',
    );
    expect(home.body).toContain(
      '![logo.png](adiuva-import:1) and ![the sketch](adiuva-import:0)'
        .replace(':1', `:${index(home, 'logo.png')}`)
        .replace(':0', `:${index(home, 'sketch.svg')}`),
    );
    expect(home.body).toContain(`[the contract](adiuva-import:${index(home, 'contract 1.txt')})`);
    expect(home.body).toContain('[[Brand brief]] stays as it is in code');
    expect(note(drafts, 'Brand brief').body).toContain('Back to [[Home|Start]].');
  });

  it('gives every page a title of its own and links the nearest of two pages of one name', async () => {
    const { drafts } = await read(join(FIXTURES, 'vault'));
    expect(note(drafts, 'Brand brief').body).toContain('[[Meeting notes (Clients/Acme)|Meeting notes]]');
    expect(note(drafts, 'Meeting notes').body).toContain('It links to [[Meeting notes]] next to it');
    expect(note(drafts, 'Meeting notes').body).toContain('to [[Home]].');
  });

  it('brings the files that notes link to, and names the others', async () => {
    const { drafts, refusals } = await read(join(FIXTURES, 'vault'));
    const files = drafts.filter((entry) => entry.kind === 'attachment');
    expect(files.map((entry) => entry.source).sort()).toEqual([
      'assets/contract 1.txt',
      'assets/logo.png',
      'assets/logo.png',
      'assets/sketch.svg',
    ]);
    expect(files.find((entry) => entry.source === 'assets/logo.png')?.draft).toMatchObject({
      name: 'logo.png',
      mimeType: 'image/png',
    });
    expect(reason(refusals, 'assets/orphan.txt')).toBe('No note of the folder links to this file.');
    expect(reason(refusals, '.obsidian')).toBe('Hidden files and folders are not imported.');
  });

  it('makes active content plain text and leaves harmless markup', async () => {
    const { drafts } = await read(join(FIXTURES, 'vault'));
    const { body } = note(drafts, 'Hostile');
    expect(body).toContain(
      'Text \\<script>alert(1)\\</script> and \\<img src=x onerror="alert(2)"> and <b>bold</b>.',
    );
    expect(body).not.toMatch(/\]\((?:\s|&#?\w+;|[a-z%0-9])*(?:javascript|data)/i);
    expect(body).toContain('[run]\\(javascript:alert(3)) [sneaky]\\(java&#115;cript:alert(4)) [tab]\\(java');
    expect(body).toContain('\\[ref]: javascript:alert(7)');
    expect(body).toContain('<https://example.com> \\<javascript:alert(8)> ![p]\\(data:text/html');
    expect(body).toContain('`<script>code</script>` stays.');
  });

  it('keeps front matter that cannot be read as text, and never expands it', async () => {
    const { drafts } = await read(join(FIXTURES, 'vault'));
    const bomb = drafts.find((entry) => entry.source === 'Daily/Bomb.md');
    expect(bomb?.remark).toMatch(/expands too far/);
    expect(note(drafts, 'Bomb').body).toMatch(/^```yaml\na: &a [\s\S]*```\n\nThe body survives\.\n$/);
    expect(note(drafts, 'Broken front matter').body).toMatch(/Still a note\.\n$/);
  });

  it('follows no link and reads nothing that is too large, binary or not a file', async () => {
    const vault = join(folder, 'vault');
    await mkdir(vault);
    await writeFile(join(folder, 'secret.md'), 'outside');
    await symlink(join(folder, 'secret.md'), join(vault, 'linked.md'));
    await symlink(folder, join(vault, 'up'));
    await writeFile(join(vault, 'big.md'), 'x'.repeat(2 * 1024 * 1024 + 1));
    await writeFile(join(vault, 'binary.md'), Buffer.from([0, 1, 2, 0, 0, 3, 0, 9, 8, 0xff, 0, 0]));
    await writeFile(join(vault, 'fine.md'), 'fine');
    execFileSync('mkfifo', [join(vault, 'pipe.md')]);
    const { drafts, refusals } = await read(vault, 'markdown');
    expect(drafts.map((entry) => entry.source)).toEqual(['fine.md']);
    expect(reason(refusals, 'linked.md')).toBe('Links are not followed.');
    expect(reason(refusals, 'up')).toBe('Links are not followed.');
    expect(reason(refusals, 'big.md')).toBe('The note has 2 MB; at most 2 MB can be imported.');
    expect(reason(refusals, 'binary.md')).toBe('This is not a text file.');
    expect(reason(refusals, 'pipe.md')).toBe('This is not a regular file.');
  });

  it('stays linear on hostile text', async () => {
    const runs = Array.from({ length: 1200 }, (_, count) => '`'.repeat(count + 1))
      .join(' ')
      .slice(0, 700_000);
    const started = performance.now();
    await readText('ticks.md', runs);
    await readText('brackets.md', '[[a'.repeat(200_000) + '[a]('.repeat(100_000));
    await readText('tags.md', `<a ${'<'.repeat(300_000)} ${'#a/'.repeat(200_000)}`);
    await readText('definitions.md', '[a]:'.repeat(200_000) + '\n'.repeat(100_000));
    expect(performance.now() - started).toBeLessThan(4000);
  });

  it('reads the same from an archive, without its top folder and without paths that lead outside', async () => {
    const archive = zipSync({
      'vault/One.md': strToU8('to [[Two]]'),
      'vault/sub/Two.md': strToU8('two'),
      'vault/../../evil.md': strToU8('evil'),
      'vault/.obsidian/app.json': strToU8('{}'),
    });
    const { kind, drafts, refusals } = await readText('vault.zip', archive);
    expect(kind).toBe('markdown');
    expect(drafts.map((entry) => entry.source)).toEqual(['One.md', 'sub/Two.md']);
    expect(refusals.map((refusal) => refusal.reason)).toContain(
      'The path in the archive leads outside of it.',
    );
  });

  it('refuses archive entries that unpack far beyond their size and damaged ones', async () => {
    const bomb = zipSync({ 'a.md': strToU8('ok'), 'bomb.md': new Uint8Array(1_900_000) });
    const { drafts, refusals } = await readText('bomb.zip', bomb);
    expect(drafts.map((entry) => entry.source)).toEqual(['a.md']);
    expect(reason(refusals, 'bomb.md')).toMatch(/unpacks to more than 200 times/);
    const damaged = zipSync({ 'a.md': strToU8('some text that is stored') }, { level: 0 });
    const at = Buffer.from(damaged).indexOf('some text');
    damaged[at] = 0x58;
    const broken = await readText('damaged.zip', damaged);
    expect(reason(broken.refusals, 'a.md')).toMatch(/damaged/);
    await expect(
      readText('cut.zip', zipSync({ 'a.md': strToU8('x') }).subarray(0, 60)),
    ).rejects.toMatchObject({ code: 'import_unreadable' });
  });
});

function index(draft: NoteDraft, name: string): number {
  return draft.attachmentKeys.findIndex((key) => key.endsWith(name));
}

describe('tables', () => {
  it('reads tasks with quotes, line breaks, dates, projects and sub-tasks', async () => {
    const { kind, drafts, refusals } = await read(join(FIXTURES, 'tasks.csv'));
    expect(kind).toBe('tasks-csv');
    expect(task(drafts, 'Draft "hero" copy')).toMatchObject({
      status: 'in_progress',
      priority: 'high',
      dueDate: '2026-12-01',
      dueTime: '16:00',
      estimateMinutes: 90,
      tags: ['copy', 'web'],
      description: 'Two lines\nof notes',
      projectKey: 'name:project:website',
    });
    const child = task(drafts, 'Collect references');
    expect(child).toMatchObject({ dueDate: '2026-12-03', estimateMinutes: 90, priority: 'low' });
    expect(drafts.find((entry) => entry.sourceKey === child.parentKey)?.source).toBe('row 2');
    expect(task(drafts, 'Send invoice')).toMatchObject({
      status: 'done',
      clientKey: 'name:client:globex',
      description: '=SUM(A1)',
    });
    expect(drafts.find((entry) => entry.source === 'row 7')?.remark).toBe(
      '“sometime soon” could not be read as due date.',
    );
    expect(refusals).toEqual([{ source: 'row 6', reason: 'The row has no title.', outcome: 'skipped' }]);
  });

  it('names two equal rows apart, and the same row the same on a second run', async () => {
    const first = await read(join(FIXTURES, 'tasks.csv'));
    const second = await read(join(FIXTURES, 'tasks.csv'));
    expect(new Set(first.drafts.map((entry) => entry.sourceKey)).size).toBe(first.drafts.length);
    expect(second.drafts.map((entry) => entry.sourceKey)).toEqual(
      first.drafts.map((entry) => entry.sourceKey),
    );
  });

  it('reads an Italian client list in the Western code page with semicolons', async () => {
    const { kind, drafts } = await read(join(FIXTURES, 'clienti.csv'));
    expect(kind).toBe('clients-csv');
    expect(drafts[0]?.draft).toMatchObject({
      name: 'Officina Caffè Srl',
      taxId: 'IT00000000001',
      phone: '051 000000',
      email: 'info@officina.test',
      language: 'it',
      hourlyRateMinor: 6550,
      currency: 'EUR',
      notes: 'Paga a 30 giorni',
      address: { street: 'Via dei Mille 1', city: 'Bologna', region: 'BO' },
      contacts: [{ name: 'Anna Riva' }],
    });
    expect(drafts).toHaveLength(2);
  });

  it('reads projects with budgets, hours and dates', async () => {
    const { kind, drafts } = await read(join(FIXTURES, 'projects.csv'));
    expect(kind).toBe('projects-csv');
    const projects = drafts.filter((entry) => entry.kind === 'project').map((entry) => entry.draft);
    expect(projects[0]).toMatchObject({
      name: 'Website',
      status: 'active',
      budgetMinor: 450_000,
      currency: 'EUR',
      budgetMinutes: 3600,
      dueDate: '2026-12-20',
      colour: 'sky',
    });
    expect(projects[1]).toMatchObject({
      status: 'completed',
      budgetMinor: 120_000,
      currency: 'USD',
      colour: 'coral',
    });
  });

  it('follows a mapping that the person made', async () => {
    const mapping = {
      columns: { A: 'title', B: 'priority', C: 'dueDate' },
      dateOrder: 'mdy' as const,
      values: { priority: { wichtig: 'high' } },
    };
    const { drafts } = await readText('x.csv', 'A;B;C\nCall;Wichtig;03/04/2026\n', 'tasks-csv', mapping);
    expect(task(drafts, 'Call')).toMatchObject({ priority: 'high', dueDate: '2026-03-04' });
  });

  it('reads UTF-16, a byte order mark, tabs and a sep line', async () => {
    const utf16 = Buffer.from('\ufeffTitle\tDue date\nCaffè\t2026-12-01\n', 'utf16le');
    expect(task((await readText('a.csv', utf16)).drafts, 'Caffè').dueDate).toBe('2026-12-01');
    expect(
      (await readText('b.csv', '\ufeffsep=;\r\nTitle;Due date\r\nTè;2026-12-02\r\n')).drafts[0]?.source,
    ).toBe('row 3');
  });

  it('says which rows of a broken file cannot be read, and takes the others', async () => {
    const { drafts, refusals } = await readText(
      'c.csv',
      'Title,Tags\nGood,a\n"Bad" row,b\nAlso good,c\n"never closed,d\nlost,e\n',
      'tasks-csv',
    );
    expect(drafts.map((entry) => entry.kind === 'task' && entry.draft.title)).toContain('Good');
    expect(refusals.length).toBeGreaterThan(0);
    expect(refusals.every((refusal) => refusal.outcome === 'failed')).toBe(true);
    const endless = await readText('d.csv', `Title,Tags\nfine,a\n"${'x,\n'.repeat(700_000)}`, 'tasks-csv');
    expect(endless.refusals.at(-1)?.reason).toMatch(/never closed/);
  });

  it('reads 20,000 rows and leaves the loop its turns meanwhile', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, row) =>
        `Task ${row},Project ${row % 20},2026-12-${String((row % 28) + 1).padStart(2, '0')},"tag${row % 7}, other"`,
    );
    // Turns of the loop, not their length: how long one takes is a matter of what else the machine does.
    let turns = 0;
    const timer = setInterval(() => (turns += 1), 1);
    const { drafts } = await readText('many.csv', `Title,Project,Due date,Tags\n${rows.join('\n')}\n`);
    clearInterval(timer);
    expect(drafts).toHaveLength(20_020);
    expect(turns).toBeGreaterThan(15);
  });
});

describe('exports of other programs', () => {
  it('reads a Todoist template with sections, labels, sub-tasks, comments and dates in words', async () => {
    const { kind, drafts } = await read(join(FIXTURES, 'Website relaunch [2203306141].csv'));
    expect(kind).toBe('todoist');
    expect(drafts[0]?.draft).toEqual({ name: 'Website relaunch' });
    const sketch = task(drafts, 'Sketch the home page');
    expect(sketch).toMatchObject({
      priority: 'urgent',
      dueDate: '2026-12-04',
      estimateMinutes: 90,
      tags: ['design', 'deep'],
    });
    const typeface = task(drafts, 'Pick a typeface');
    expect(typeface.comments).toEqual([{ author: 'Todoist', body: 'Ask about the licence' }]);
    expect(typeface.priority).toBe('none');
    expect(typeface.parentKey).toBe(drafts.find((entry) => entry.kind === 'task')?.sourceKey);
    expect(task(drafts, 'Send the weekly report')).toMatchObject({
      dueDate: '2026-11-27',
      recurrence: { rrule: 'FREQ=WEEKLY;BYDAY=FR' },
    });
  });

  it('reads a Todoist backup, sub-tasks after their tasks', async () => {
    const { kind, drafts, refusals } = await read(join(FIXTURES, 'todoist.json'));
    expect(kind).toBe('todoist');
    expect(drafts.map((entry) => entry.source)).toEqual([
      'project 101',
      'task 301',
      'task 302',
      'task 303',
      'task 304',
    ]);
    expect(task(drafts, 'Call the client')).toMatchObject({
      priority: 'urgent',
      dueDate: '2026-12-02',
      dueTime: '10:30',
      estimateMinutes: 45,
      tags: ['calls', 'today', 'Research'],
      description: 'About \\<script>x\\</script>',
      comments: [{ body: 'Her assistant answers before ten.' }],
    });
    expect(task(drafts, 'Ask for references')).toMatchObject({
      parentKey: 'todoist:task:301',
      priority: 'none',
    });
    expect(task(drafts, 'Pay the rent')).toMatchObject({
      dueDate: '2026-12-01',
      recurrence: { rrule: expect.stringContaining('FREQ=MONTHLY') as string },
    });
    expect(task(drafts, 'Old thing')).toMatchObject({
      status: 'done',
      completedAt: Date.parse('2026-01-05T10:00:00Z'),
    });
    expect(refusals.map((refusal) => refusal.reason)).toEqual([
      'The task was deleted in Todoist.',
      'The item lacks what a task needs.',
    ]);
  });

  it('reads a Trello board with lists, checklists, comments and links', async () => {
    const { kind, drafts, refusals } = await read(join(FIXTURES, 'trello.json'));
    expect(kind).toBe('trello');
    expect(task(drafts, 'Prepare proposal')).toMatchObject({
      status: 'in_progress',
      dueDate: '2026-12-05',
      dueTime: '16:00',
      plannedDate: '2026-12-01',
      tags: ['Sales', 'red', 'Doing'],
      checklist: [
        { text: 'First', isDone: true },
        { text: 'Second', isDone: false },
      ],
      comments: [{ author: 'Ada Rossi', body: 'Older' }, { body: 'Newer' }],
      description: 'See [spec](https://example.com/spec)\n\n- [Brief](https://example.com/brief.pdf)',
    });
    expect(task(drafts, 'Send contract').status).toBe('done');
    expect(refusals.map((refusal) => refusal.reason)).toEqual([
      'The card is archived in Trello.',
      'The card lacks what a task needs.',
    ]);
  });

  it('reads a calendar: to-dos, events, zones, repetition, and refuses rules that explode', async () => {
    const { kind, drafts, refusals } = await read(join(FIXTURES, 'calendar.ics'));
    expect(kind).toBe('ics');
    expect(task(drafts, 'Quarterly VAT')).toMatchObject({
      dueDate: '2026-12-16',
      plannedDate: '2026-12-10',
      priority: 'urgent',
      status: 'in_progress',
      tags: ['Tax', 'Office-work', 'Studio'],
      recurrence: { rrule: 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=16' },
      description: 'With the forms\nfrom last time, and \\<script>alert(1)\\</script>',
    });
    expect(task(drafts, 'Attach the receipts').parentKey).toBe('ics:parent@example.test');
    expect(task(drafts, 'Design review')).toMatchObject({
      dueDate: '2026-12-03',
      dueTime: '15:00',
      estimateMinutes: 75,
      description: 'Via dei Mille 1, Bologna\n\n<https://example.com/call>',
    });
    expect(task(drafts, 'Stand-up')).toMatchObject({
      dueDate: '2026-11-23',
      dueTime: '09:30',
      status: 'todo',
      estimateMinutes: 15,
    });
    expect(task(drafts, 'Kick-off last year')).toMatchObject({
      dueDate: '2025-01-10',
      dueTime: null,
      status: 'done',
    });
    expect(drafts.find((entry) => entry.sourceKey === 'ics:bomb@example.test')?.remark).toMatch(
      /rule that is not supported/,
    );
    expect(refusals.map((refusal) => refusal.outcome)).toEqual(['failed', 'skipped']);
  });

  it('refuses files that are none of these, with a reason', async () => {
    await expect(readText('x.json', '{"hello": 1}')).rejects.toMatchObject({ code: 'import_unknown_kind' });
    await expect(readText('x.json', '{"items": ')).rejects.toMatchObject({ code: 'import_unknown_kind' });
    await expect(readText('deep.json', '['.repeat(100_000), 'trello')).rejects.toMatchObject({
      code: 'import_unreadable',
    });
    await expect(readText('empty.csv', '')).rejects.toMatchObject({ code: 'import_unknown_kind' });
    const cut = await readText('cut.ics', 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\n', 'ics');
    expect(cut.refusals.map((refusal) => refusal.reason)).toEqual([
      'The file ends in the middle of this entry.',
    ]);
    await expect(read(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'file_unreadable' });
  });

  it('keeps a __proto__ in a JSON export from reaching any object', async () => {
    await readText(
      'p.json',
      '{"items":[{"id":"1","content":"a","__proto__":{"polluted":true}}],"__proto__":{"polluted":true}}',
      'todoist',
    );
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
