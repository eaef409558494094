import { describe, expect, it } from 'vitest';
import { isComplete, newDraft, orderOf, withFormat } from './export-order.ts';

describe('the order of an export', () => {
  it('goes to a ZIP once it has more than one format', () => {
    const two = withFormat(newDraft(null), 'csv', true);
    expect(two).toMatchObject({ formats: ['jsonl', 'csv'], place: 'zip' });
  });

  it('has no card beside a single file, and one in a ZIP', () => {
    expect(orderOf('d', newDraft(null))).toMatchObject({ as: 'file', card: undefined });
    const zip = { ...newDraft(null), place: 'zip' as const, languages: 'IT, en' };
    expect(orderOf('d', zip).card).toEqual({ license: 'cc-by-4.0', languages: ['it', 'en'] });
  });

  it('does not narrow a frozen version', () => {
    expect(orderOf('d', { ...newDraft(2), isAccepted: true }).filter).toBeUndefined();
  });

  it('is complete with a format, and with a place where one is needed', () => {
    expect(isComplete(withFormat(newDraft(null), 'jsonl', false))).toBe(false);
    expect(isComplete({ ...newDraft(null), place: 'folder' })).toBe(false);
    expect(isComplete({ ...newDraft(null), place: 'folder', path: '/data/out' })).toBe(true);
  });
});
