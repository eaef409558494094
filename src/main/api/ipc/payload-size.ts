export type PayloadLimits = { readonly maxInputSize: number; readonly maxInputDepth: number };

type Budget = { left: number };

function spend(budget: Budget, value: unknown, depth: number): boolean {
  if (depth < 0) return false;
  if (typeof value === 'string') budget.left -= value.length;
  // A number, a flag or a key costs about this much in a clone.
  else budget.left -= 8;
  if (budget.left < 0) return false;
  if (typeof value !== 'object' || value === null) return true;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    budget.left -= value.byteLength;
    return budget.left >= 0;
  }
  return spendChildren(budget, value, depth - 1);
}

function spendChildren(budget: Budget, value: object, depth: number): boolean {
  if (Array.isArray(value)) return value.every((item) => spend(budget, item, depth));
  for (const [key, item] of Object.entries(value)) {
    budget.left -= key.length;
    if (!spend(budget, item, depth)) return false;
  }
  return true;
}

/**
 * Whether an input is of a size that the app itself would send, in characters and bytes. It walks instead of
 * serialising and stops at the limit, so that refusing costs no more than the limit. A cycle ends at the depth.
 */
export function isWithinLimits(input: unknown, limits: PayloadLimits): boolean {
  return spend({ left: limits.maxInputSize }, input, limits.maxInputDepth);
}
