import type { Mail, NewTask, PluginContext } from '#sdk';
import { createAskModel, type AskModel } from './ask-model.ts';
import { loadClients, type ClientIndex } from './clients.ts';
import { decide, type DecideOptions, type Finding, type Skip } from './decide.ts';
import { findDueDates, type Candidate, type Due } from './due-dates.ts';
import { loadMemory, type Memory } from './memory.ts';
import { titleOf } from './title.ts';
import { shortName, whyOf } from './why.ts';

const BATCH = 200;
/** Proposals that are on their way at one time. */
const AT_ONCE = 20;
const DAY_MS = 86_400_000;

export type Account = { readonly id: string; readonly name: string };

export type Tally = {
  read: number;
  proposed: number;
  /** A standing rule let these through. */
  added: number;
  /** Proposed before. */
  known: number;
  unreadable: number;
  readonly skipped: Record<Skip, number>;
};

export type Scan = {
  readonly ctx: PluginContext;
  readonly clients: ClientIndex;
  readonly memory: Memory;
  readonly ask: AskModel;
  readonly decide: DecideOptions;
  readonly since: number;
  /** Proposals of this run: two mails that want the very same are one. */
  readonly made: Set<string>;
};

export async function prepareScan(ctx: PluginContext, accounts: readonly Account[]): Promise<Scan> {
  const { lookBackDays = 14, ownAddresses = [] } = ctx.settings as {
    lookBackDays?: number;
    ownAddresses?: readonly string[];
  };
  const clients = await loadClients(ctx);
  return {
    ctx,
    clients,
    memory: await loadMemory(ctx),
    ask: createAskModel(ctx),
    made: new Set(),
    since: ctx.now - lookBackDays * DAY_MS,
    decide: {
      own: new Set(
        [...ownAddresses, ...accounts.flatMap(addressesIn)].map((one) => one.trim().toLowerCase()),
      ),
      isKnown: (address) => clients.isKnown(address),
      language: ctx.locale.startsWith('it') ? 'it' : 'en',
    },
  };
}

/** An account is often named by its address. */
function addressesIn({ name }: Account): readonly string[] {
  return name.match(/[^\s<>()"',;]+@[^\s<>()"',;]+/g) ?? [];
}

export function newTally(): Tally {
  return {
    read: 0,
    proposed: 0,
    added: 0,
    known: 0,
    unreadable: 0,
    skipped: { own: 0, list: 0, automatic: 0, nothing: 0 },
  };
}

/** Reads an account to its end. A batch is acknowledged once all that was made of it is kept. */
export async function scanAccount(scan: Scan, account: Account, tally: Tally): Promise<void> {
  const { email } = scan.ctx;
  const listFrom = (after?: string) =>
    email.listNew({
      account: account.id,
      limit: BATCH,
      since: scan.since,
      ...(after === undefined ? {} : { after }),
    });
  for (let next = listFrom(); ;) {
    const batch = await next;
    // The next batch is fetched while this one is looked at.
    if (batch.hasMore && batch.cursor !== null) next = quiet(listFrom(batch.cursor));
    tally.read += batch.items.length;
    tally.unreadable += batch.refused.length;
    await takeIn(scan, batch.items, tally);
    await scan.memory.save();
    if (batch.cursor !== null) await email.ack({ account: account.id, cursor: batch.cursor });
    if (!batch.hasMore || batch.cursor === null) return;
  }
}

/** Its failure is met where it is awaited, also when something before it fails first. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

async function takeIn(scan: Scan, mails: readonly Mail[], tally: Tally): Promise<void> {
  const candidates: (Candidate & { readonly title: string | null })[] = [];
  for (const mail of mails) {
    const found = await findingOf(scan, mail, tally);
    if (found !== null) candidates.push({ mail, ...found });
  }
  const due = await findDueDates(scan.ctx, candidates);
  const wanted = candidates.flatMap((candidate) => {
    const task = taskOf(scan, candidate, due.get(candidate.mail) ?? null);
    if (scan.memory.has(candidate.mail, task.title)) {
      tally.known += 1;
      return [];
    }
    scan.memory.add(candidate.mail, task.title);
    return [{ ...candidate, task }];
  });
  for (let start = 0; start < wanted.length; start += AT_ONCE) {
    const part = wanted.slice(start, start + AT_ONCE);
    const outcomes = await Promise.all(
      part.map(({ mail, finding, task }) =>
        scan.ctx.workspace.propose.createTask(task, whyOf(mail, finding, scan.ctx.locale)),
      ),
    );
    for (const outcome of outcomes) {
      if (outcome.status === 'done') tally.added += 1;
      else if (scan.made.has(outcome.proposalId)) tally.known += 1;
      else tally.proposed += 1;
      if (outcome.status === 'proposed') scan.made.add(outcome.proposalId);
    }
  }
}

/** Rules first; a model, where there is one, may say no to them, name the task, or find what they were close to. */
async function findingOf(
  scan: Scan,
  mail: Mail,
  tally: Tally,
): Promise<{ readonly finding: Finding; readonly title: string | null } | null> {
  const verdict = decide(mail, scan.decide);
  const rules = 'finding' in verdict ? verdict.finding : null;
  if (rules === null && !('isClose' in verdict && verdict.isClose)) return skip(verdict, tally);
  const opinion = await scan.ask(mail, rules);
  if (opinion === null) return rules === null ? skip(verdict, tally) : { finding: rules, title: null };
  if (!opinion.isTask || (rules === null && opinion.title === null)) return skip(verdict, tally);
  const finding: Finding = rules ?? {
    sentence: mail.subject,
    kind: 'request',
    priority: 'none',
    language: scan.decide.language,
  };
  return { finding: { ...finding, priority: opinion.priority ?? finding.priority }, title: opinion.title };
}

function skip(verdict: ReturnType<typeof decide>, tally: Tally): null {
  tally.skipped['skip' in verdict ? verdict.skip : 'nothing'] += 1;
  return null;
}

function taskOf(
  { clients, ctx }: Scan,
  { mail, finding, title }: Candidate & { readonly title: string | null },
  due: Due,
): NewTask {
  const place = clients.placeOf(mail.from?.address ?? '', mail.subject);
  const isSoon = due !== null && Date.parse(due.date) - (mail.date ?? ctx.now) < DAY_MS;
  const isRaised = isSoon && (finding.priority === 'none' || finding.priority === 'medium');
  return {
    title:
      title ??
      titleOf({ finding, subject: mail.subject, sender: shortName(mail), dateText: due?.text ?? null }),
    ...(place.projectId === null ? { clientId: place.clientId } : { projectId: place.projectId }),
    priority: isRaised ? 'high' : finding.priority,
    dueDate: due?.date ?? null,
    ...(due?.time === null || due === null ? {} : { dueTime: due.time }),
  };
}
