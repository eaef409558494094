import { definePlugin, type PluginContext } from '#sdk';
import { newTally, prepareScan, scanAccount, type Account, type Scan, type Tally } from './scan.ts';

/** Reads the new mail of every account it was given and proposes a task for what somebody asks. */
export const plugin = definePlugin({
  async run(ctx) {
    const accounts = await listAccounts(ctx);
    const scan = await prepareScan(ctx, accounts);
    const tally = newTally();
    const problems: string[] = [];
    for (const account of accounts) {
      const problem = await tryAccount(scan, account, tally);
      if (problem !== null) problems.push(problem);
    }
    ctx.log.info('read new mail', { accounts: accounts.length, ...tally });
    // An account that cannot be read must not look as if it held nothing.
    if (problems.length > 0 && problems.length === accounts.length) throw new Error(problems.join(' '));
    return { summary: summaryOf(tally, problems, ctx.locale), accounts: accounts.length, ...tally, problems };
  },
});

function summaryOf({ read, proposed, added }: Tally, problems: readonly string[], locale: string): string {
  const tasks = proposed + added;
  const line = locale.startsWith('it')
    ? `${read} mail lette, ${tasks} attività proposte.`
    : `${read} mails read, ${tasks} tasks proposed.`;
  return [line, ...problems].join(' ');
}

async function listAccounts(ctx: PluginContext): Promise<readonly Account[]> {
  const rights = await ctx.rights.list();
  return rights
    .filter(({ type }) => type === 'read_email')
    .map(({ resource, label }) => ({ id: resource, name: label }));
}

/** One account that cannot be read, or an inbox that is full, does not hold up the others. */
async function tryAccount(scan: Scan, account: Account, tally: Tally): Promise<string | null> {
  try {
    await scanAccount(scan, account, tally);
    return null;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    scan.ctx.log.warn('an account was left before its end', { account: account.name, why: message });
    return `${account.name}: ${message}`;
  } finally {
    await scan.memory.save();
  }
}
