/** Reads working time as people type it: '40', '40h', '1h 30m', '7,5 h', '90m', '1:30'. A bare number is hours. */
export function parseEffort(text: string): number | undefined {
  const plain = text.trim().toLowerCase().replaceAll(',', '.');
  const clock = /^(\d+):([0-5]\d)$/.exec(plain);
  if (clock) return Number(clock[1]) * 60 + Number(clock[2]);
  if (/^\d+(\.\d+)?$/.test(plain)) return Math.round(Number(plain) * 60);
  const match = /^(?:(\d+(?:\.\d+)?)\s*(?:h|hours?|ore|ora))?\s*(?:(\d+)\s*m(?:in)?)?$/.exec(plain);
  if (!match || (match[1] === undefined && match[2] === undefined)) return undefined;
  return Math.round(Number(match[1] ?? 0) * 60) + Number(match[2] ?? 0);
}
