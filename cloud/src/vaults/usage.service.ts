import type { SignedIn } from '../accounts/accounts.store.ts';
import { removeAccount } from '../accounts/accounts.store.ts';
import type { Tier } from '../tiers.ts';
import { measureAccount, purgeAccount } from './blobs.store.ts';
import { withAccount, type VaultDeps } from './vault-deps.ts';

export type Usage = {
  readonly tier: Tier;
  /** Null is no limit. */
  readonly limitBytes: number | null;
  readonly usedBytes: number;
  readonly deletedBytes: number;
};

export async function measureUsage({ db, config }: VaultDeps, { account }: SignedIn): Promise<Usage> {
  const { usedBytes, deletedBytes } = await measureAccount(db, account.id);
  return {
    tier: account.tier,
    limitBytes: config.quotaBytes[account.tier],
    usedBytes,
    deletedBytes,
  };
}

/** For good: the rows go now, the bytes at the next sweep. */
export async function removeEverything(deps: VaultDeps, caller: SignedIn): Promise<void> {
  await withAccount(deps, caller, async (tx, { id }) => {
    await removeAccount(tx, id);
    await purgeAccount(tx, id);
  });
}
