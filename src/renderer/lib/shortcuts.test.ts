import { describe, expect, it, vi } from 'vitest';
import { ariaKeys, createSequenceMatcher, keyCaps, type Binding, type KeyLike } from './shortcuts.ts';

function press(key: string, modifiers: Partial<KeyLike> = {}): KeyLike {
  return {
    key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    isComposing: false,
    repeat: false,
    ...modifiers,
  };
}

function binding(id: string, keys: string): Binding {
  return { id, keys, run: vi.fn() };
}

function idOf(found: Binding | 'pending' | undefined): string | undefined {
  return typeof found === 'object' ? found.id : found;
}

describe('matching', () => {
  const bindings = [
    binding('new', 'c'),
    binding('tasks', 'g t'),
    binding('undo', 'mod+z'),
    binding('redo', 'mod+shift+z'),
    binding('help', '?'),
    binding('note', 'n n'),
  ];

  it('tells undo from redo by Shift alone', () => {
    const match = createSequenceMatcher(false);
    expect(idOf(match(bindings, press('z', { ctrlKey: true })))).toBe('undo');
    expect(idOf(match(bindings, press('Z', { ctrlKey: true, shiftKey: true })))).toBe('redo');
  });

  it('uses Cmd and not Ctrl on a Mac', () => {
    const match = createSequenceMatcher(true);
    expect(idOf(match(bindings, press('z', { metaKey: true })))).toBe('undo');
    expect(match(bindings, press('z', { ctrlKey: true }))).toBeUndefined();
  });

  it('leaves single letters alone while a modifier is held', () => {
    const match = createSequenceMatcher(false);
    expect(match(bindings, press('c', { ctrlKey: true }))).toBeUndefined();
    expect(match(bindings, press('c', { altKey: true }))).toBeUndefined();
    expect(match(bindings, press('C', { shiftKey: true }))).toBeUndefined();
  });

  it('takes ? with or without Shift, as layouts differ', () => {
    const match = createSequenceMatcher(false);
    expect(idOf(match(bindings, press('?', { shiftKey: true })))).toBe('help');
    expect(idOf(match(bindings, press('?')))).toBe('help');
  });

  it('completes a sequence, also of one key twice', () => {
    const match = createSequenceMatcher(false);
    expect(match(bindings, press('g'))).toBe('pending');
    expect(idOf(match(bindings, press('t')))).toBe('tasks');
    expect(match(bindings, press('n'))).toBe('pending');
    expect(idOf(match(bindings, press('n')))).toBe('note');
  });

  it('gives a key that breaks a sequence its own meaning', () => {
    const match = createSequenceMatcher(false);
    expect(match(bindings, press('g'))).toBe('pending');
    expect(idOf(match(bindings, press('c')))).toBe('new');
  });

  it('forgets the first key of a sequence after a while', () => {
    let nowMs = 0;
    const match = createSequenceMatcher(false, () => nowMs);
    expect(match(bindings, press('g'))).toBe('pending');
    nowMs = 5000;
    expect(match(bindings, press('t'))).toBeUndefined();
  });

  it('lets the binding that came last win', () => {
    const match = createSequenceMatcher(false);
    expect(idOf(match([...bindings, binding('page', 'c')], press('c')))).toBe('page');
  });
});

it('prints key caps as the platform does', () => {
  expect(keyCaps('mod+shift+z', true)).toEqual([['⌘', '⇧', 'Z']]);
  expect(keyCaps('mod+shift+z', false)).toEqual([['Ctrl', 'Shift', 'Z']]);
  expect(keyCaps('g t', false)).toEqual([['G'], ['T']]);
  expect(ariaKeys('mod+k', false)).toBe('Control+k');
});
