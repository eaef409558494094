/**
 * `npm run cloud`: the server. `npm run cloud -- tier EMAIL TIER`: gives an account another tier (with the embedded
 * database the server has to be stopped for it).
 */
import { z } from 'zod';
import { setTier } from './accounts/accounts.store.ts';
import { ConfigError, readConfig } from './config.ts';
import { openData, startCloud } from './start.ts';
import { TIERS } from './tiers.ts';

const USAGE = `usage: npm run cloud [-- tier EMAIL ${TIERS.join('|')}]`;

/** Asked to end while it starts, it ends when it has started: the database is never left half-opened. */
async function serve(): Promise<void> {
  const starting = startCloud(readConfig(process.env));
  let isStopping = false;
  const stop = () => {
    // A second one means it: without ceremony.
    if (isStopping) process.exit(1);
    isStopping = true;
    starting
      .then((cloud) => cloud.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  await starting;
}

async function changeTier(email: string, tier: (typeof TIERS)[number]): Promise<void> {
  const database = await openData(readConfig(process.env));
  try {
    const isThere = await setTier(database.db, email, tier);
    if (!isThere) throw new ConfigError('There is no account with this e-mail address. Nothing was changed.');
  } finally {
    await database.close();
  }
}

async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0) return serve();
  const command = z.tuple([z.literal('tier'), z.email(), z.enum(TIERS)]).safeParse(args);
  if (!command.success) throw new ConfigError(USAGE);
  const [, email, tier] = command.data;
  return changeTier(email, tier);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(error instanceof ConfigError ? `${error.message}\n` : `${String(error)}\n`);
  process.exit(1);
});
