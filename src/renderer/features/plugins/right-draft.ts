import type { PermissionType } from '#shared/contracts/permissions.ts';
import type { ChosenRight, WantedRight } from '#shared/contracts/plugins.ts';

export const EXPIRIES = ['never', 'day', 'week', 'month', 'year'] as const;
export type Expiry = (typeof EXPIRIES)[number];

const DAY_MS = 86_400_000;
const LENGTHS: Readonly<Record<Exclude<Expiry, 'never'>, number>> = {
  day: DAY_MS,
  week: 7 * DAY_MS,
  month: 30 * DAY_MS,
  year: 365 * DAY_MS,
};

/** A right as it is being chosen. */
export type RightDraft = {
  readonly isOn: boolean;
  readonly resources: readonly string[];
  readonly expiry: Expiry;
  /** Of a language model: the amount as it is typed. */
  readonly cap: string;
};

type Wanted = Pick<WantedRight, 'type' | 'resource' | 'options'>;

/** Off, and nothing is chosen but what there is no choice about. */
export function newRightDraft({ resource, options, type }: Wanted): RightDraft {
  const [only] = options.length === 1 ? options : [];
  const isOwnChoice = type === 'read_workspace' || type === 'write_workspace';
  const chosen = resource ?? (isOwnChoice ? undefined : only?.resource);
  return { isOn: false, resources: chosen === undefined ? [] : [chosen], expiry: 'never', cap: '' };
}

export function capMicros(text: string): number | undefined {
  const amount = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && amount > 0 && amount <= 1_000_000 ? Math.round(amount * 1_000_000) : undefined;
}

/** It says what for, and for a model how much. */
export function isReady(type: PermissionType, draft: RightDraft): boolean {
  return draft.resources.length > 0 && (type !== 'model' || capMicros(draft.cap) !== undefined);
}

export function toChosenRights(type: PermissionType, draft: RightDraft, nowMs: number): ChosenRight[] {
  const expiresAt = draft.expiry === 'never' ? null : nowMs + LENGTHS[draft.expiry];
  const limitMicros = type === 'model' ? (capMicros(draft.cap) ?? null) : null;
  return draft.resources.map((resource) => ({ type, resource, expiresAt, limitMicros }));
}

/** A host, with a port where it is not the usual one. */
export function isServer(text: string): boolean {
  const match = /^(?:[a-z0-9-]+\.)*[a-z0-9-]+(?::(\d{1,5}))?$/i.exec(text);
  return match !== null && (match[1] === undefined || (Number(match[1]) >= 1 && Number(match[1]) <= 65_535));
}
