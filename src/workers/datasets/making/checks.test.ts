import { describe, expect, it } from 'vitest';
import { datasetCheckSchema } from '#shared/contracts/dataset-spec.ts';
import { openPlan } from './plan.ts';
import { isCardNumber, isIban, isTaxCode, personalDataIn } from './pii.ts';
import type { Progress } from './progress.ts';

const QUIET: Progress = { record: () => undefined, check: () => undefined };

async function findings(check: object, value: object): Promise<readonly string[]> {
  const checks = [datasetCheckSchema.parse(check)];
  const plan = await openPlan({
    schema: { type: 'object' },
    columns: {},
    checks,
    seed: 1,
    locale: 'en',
    references: {},
  });
  const [outcome] = plan.check([{ number: 0, text: JSON.stringify(value) }], [], QUIET);
  return outcome?.isMade === true ? outcome.issues.map(({ message }) => message) : ['not made'];
}

describe('checks of one record', () => {
  it('hold texts against a pattern', async () => {
    const check = { kind: 'regex', column: 'code', pattern: '^[A-Z]{2}\\d+$' };
    expect(await findings(check, { code: 'AB12' })).toEqual([]);
    expect(await findings(check, { code: 'ab12' })).toEqual([expect.stringContaining('does not match')]);
    expect(await findings(check, { code: null })).toEqual([]);
    await expect(findings({ ...check, pattern: '(' }, {})).rejects.toThrow(
      /check "regex code" cannot be used/,
    );
  });

  it('know ranges and lengths, with the ends in', async () => {
    const range = { kind: 'range', column: 'n', min: 1, max: 3 };
    expect(await findings(range, { n: 3 })).toEqual([]);
    expect(await findings(range, { n: 3.1 })).toEqual(['n: number 3.1 is above 3']);
    expect(await findings(range, { n: 'x' })).toEqual(['n has no number']);
    const length = { kind: 'length', column: 't', min: 2, max: 2 };
    expect(await findings(length, { t: '😀é' })).toEqual([]);
    expect(await findings(length, { t: [1, 2, 3] })).toEqual(['t: length 3 is above 2']);
  });

  it('run code of the person, which says true or what is wrong', async () => {
    const check = {
      kind: 'code',
      name: 'sum',
      code: 'row.a + row.b === row.sum || `off by ${row.sum - row.a - row.b}`',
    };
    expect(await findings(check, { a: 1, b: 2, sum: 3 })).toEqual([]);
    expect(await findings(check, { a: 1, b: 2, sum: 5 })).toEqual(['off by 2']);
    expect(await findings(check, null as never).catch(() => ['refused'])).toEqual(['not made']);
    expect(await findings({ kind: 'code', code: 'row.a.b.c' }, {})).toEqual([
      expect.stringMatching(/^The check failed: /),
    ]);
    expect(await findings({ kind: 'code', code: '1' }, {})).toHaveLength(1);
  });

  it('find personal data, and never tell it', async () => {
    const found = await findings(
      { kind: 'pii' },
      { note: 'Write to anna.rossi@example.it', deep: { list: ['+39 06 6982 1234'] }, id: 7 },
    );
    expect(found).toEqual(['note holds an e-mail address', 'deep.list holds a telephone number']);
    expect(await findings({ kind: 'pii', columns: ['id'] }, { id: '1', note: 'a@b.it' })).toEqual([]);
  });
});

describe('personal data', () => {
  it.each([
    ['mario.rossi+tag@posta.example.it', 'an e-mail address'],
    ['call +49 30 901820 today', 'a telephone number'],
    ['tel. 06 6982 1234', 'a telephone number'],
    ['(212) 555-0187', 'a telephone number'],
    ['card 4111 1111 1111 1111', 'a card number'],
    ['IBAN IT60X0542811101000000123456', 'an IBAN'],
    ['GB82 WEST 1234 5698 7654 32', 'an IBAN'],
    ['CF RSSMRA85T10A562S', 'a tax code'],
    ['from 192.168.1.20 on', 'an address of a machine'],
    ['2001:db8::8a2e:370:7334', 'an address of a machine'],
  ])('is seen in %s', (text, what) => {
    expect(personalDataIn(text)).toEqual([what]);
  });

  it.each([
    '2026-11-21T10:15:30Z',
    '21.11.2026',
    'version 1.2.3',
    '10:15:30',
    'std::vector',
    'order 4111 1111 1111 1112 is no card',
    '999.999.999.999',
    'IT00X0542811101000000123456',
    'at 12:30, 5 of 10',
    '3.14159265',
    'RSSMRA85T10A562X',
    '',
  ])('is not seen in %s', (text) => {
    expect(personalDataIn(text)).toEqual([]);
  });

  it('is known by check digits', () => {
    expect(isCardNumber('378282246310005')).toBe(true);
    expect(isCardNumber('378282246310006')).toBe(false);
    expect(isIban('DE89370400440532013000')).toBe(true);
    expect(isIban('DE89370400440532013001')).toBe(false);
    expect(isTaxCode('rssmra85t10a562s')).toBe(true);
  });

  it('is looked for in a time that grows with the text alone', () => {
    const hostile = `${'a'.repeat(50_000)}@${'b.'.repeat(20_000)} ${'1 '.repeat(50_000)}${'A1 '.repeat(20_000)}${':'.repeat(20_000)}`;
    const before = process.cpuUsage();
    personalDataIn(hostile);
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(4_000);
  });
});
