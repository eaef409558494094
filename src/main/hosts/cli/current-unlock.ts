import type { Unlock } from '#shared/contracts/system.ts';
import { AppError } from '#shared/errors.ts';
import type { CommandContext } from './command-context.ts';
import type { Api } from './line.ts';
import { findPassphrase, promptPassphrase } from './passphrase.ts';

/** What proves anew that these keys are one's own: as given, else the keychain, else asked for; undefined where nobody can be asked. */
export async function findCurrent(context: CommandContext, api: Api): Promise<Unlock | undefined> {
  const given = await findPassphrase(context);
  if (given !== undefined) return { passphrase: given };
  const slots = await api.system.keySlots();
  if (slots.some(({ kind }) => kind === 'keychain')) return { keychain: true };
  const typed = await promptPassphrase(context);
  return typed === undefined || typed === '' ? undefined : { passphrase: typed };
}

export async function requireCurrent(context: CommandContext, api: Api): Promise<Unlock> {
  const current = await findCurrent(context, api);
  if (current !== undefined) return current;
  throw new AppError(
    'store_locked',
    'This needs the passphrase once more: give it by --passphrase-file or ADIUVA_PASSPHRASE. Nothing was changed.',
  );
}
