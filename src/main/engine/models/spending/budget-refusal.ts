import type { BudgetPeriod, BudgetRefusal } from '#shared/contracts/usage.ts';
import { AppError } from '#shared/errors.ts';
import { formatDollars } from '#shared/kernel/dollars.ts';

const CAPS: Record<BudgetPeriod, string> = {
  call: 'The cap for one call',
  run: 'The cap for one run',
  day: 'The budget of today',
  month: 'The budget of this month',
  total: 'The cap in all',
};

const NEXT: Record<BudgetRefusal['source'], string> = {
  budget: 'Raise it on the Usage page, wait for the next period or use a local model.',
  grant: 'Give the right again with a higher cap, or use a local model.',
  request: 'Ask for less, or raise the cap of the run.',
};

/** `budget_exceeded`, with the cap and how far it is used up in its details. */
export function budgetError(refusal: BudgetRefusal): AppError {
  return new AppError('budget_exceeded', messageOf(refusal), { details: { ...refusal } });
}

function messageOf({ period, source, principal, limitMicros, spentMicros, estimateMicros }: BudgetRefusal) {
  const whose = principal === '' ? '' : ` for ${principal}`;
  const cap = `${CAPS[period]}${whose} is ${formatDollars(limitMicros)}`;
  if (estimateMicros === null) {
    return `${cap}, and no price of this model is known, so that the cap could not be kept. Nothing was sent. Enter its price on the Usage page, or take the cap away.`;
  }
  const spent = period === 'call' ? '' : `, ${formatDollars(spentMicros)} of it is used or reserved`;
  return `${cap}${spent}, and this call could cost up to ${formatDollars(estimateMicros)}. Nothing was sent. ${NEXT[source]}`;
}
