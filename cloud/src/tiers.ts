export const TIERS = ['free', 'pro', 'power', 'team'] as const;
export type Tier = (typeof TIERS)[number];

const GIGABYTE = 1_000_000_000;

export const REQUESTS_PER_MINUTE: Readonly<Record<Tier, number>> = {
  free: 20,
  pro: 60,
  power: 120,
  team: 200,
};

/** Bytes that an account may keep; null is no limit. */
export type Quotas = Readonly<Record<Tier, number | null>>;

/** Who runs the server for themselves pays for the disk already. */
export function quotasOf(isSelfHosted: boolean): Quotas {
  return { free: isSelfHosted ? null : 0, pro: 5 * GIGABYTE, power: 50 * GIGABYTE, team: null };
}
