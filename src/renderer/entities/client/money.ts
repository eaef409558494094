/** How many digits a currency has after its point: 2 for EUR, 0 for JPY. */
function fractionDigits(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/**
 * Reads an amount as people type it, in either convention: '1.250,50', '1,250.50', '1 250'. The last point or
 * comma is the decimal one when no more digits follow it than the currency has. Undefined where it is no amount.
 */
export function parseMoney(text: string, currency: string): number | undefined {
  const digits = fractionDigits(currency);
  const plain = text.replaceAll(/[\s'’]|\p{Sc}/gu, '');
  if (!/^\d[\d.,]*$/.test(plain)) return undefined;
  const cut = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
  const tail = cut === -1 ? '' : plain.slice(cut + 1);
  const isDecimal = cut !== -1 && tail.length > 0 && tail.length <= digits;
  const whole = (isDecimal ? plain.slice(0, cut) : plain).replaceAll(/[.,]/g, '');
  const minor = Number(whole + (isDecimal ? tail : '').padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/**
 * The amount in its field: the reader's grouping and decimal sign, no symbol. Reads back the same: where a currency
 * has three digits after its point, they are always written, so that a group is not taken for them.
 */
export function moneyText(minor: number, currency: string, locale: string): string {
  const digits = fractionDigits(currency);
  return new Intl.NumberFormat(locale, {
    useGrouping: 'always',
    minimumFractionDigits: digits < 3 && minor % 10 ** digits === 0 ? 0 : digits,
    maximumFractionDigits: digits,
  }).format(minor / 10 ** digits);
}
