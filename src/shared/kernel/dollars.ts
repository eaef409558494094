/** Providers' price lists are in US dollars, and so are all caps on what their models cost. */
export const MODEL_CURRENCY = 'USD';

/** Millionths of a US dollar in words: cents where that says it, smaller parts where a call costs less. */
export function formatDollars(micros: number): string {
  const whole = (micros / 1_000_000).toFixed(6);
  return `$${whole.replace(/0{1,4}$/, '')}`;
}
