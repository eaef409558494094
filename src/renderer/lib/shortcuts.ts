/**
 * Key grammar: chords joined by '+', sequences by a space. 'mod' is Cmd on a Mac and Ctrl elsewhere.
 * Examples: 'c', '?', 'g t', 'mod+k', 'mod+shift+z', 'shift+enter'.
 */
export type Chord = {
  readonly key: string;
  readonly mod: boolean;
  readonly shift: boolean;
  readonly alt: boolean;
};

export type Binding = {
  readonly id: string;
  readonly keys: string;
  /** Fires while a text field has the focus; only sensible with 'mod'. */
  readonly inFields?: boolean;
  /** Fires while a dialog, menu or popover is open. */
  readonly inOverlays?: boolean;
  readonly enabled?: boolean;
  run(event: KeyboardEvent): void;
};

export type KeyLike = Pick<
  KeyboardEvent,
  'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing' | 'repeat'
>;

const SEQUENCE_TIMEOUT_MS = 1200;

const SYMBOLS: Record<string, [mac: string, other: string]> = {
  mod: ['⌘', 'Ctrl'],
  shift: ['⇧', 'Shift'],
  alt: ['⌥', 'Alt'],
  enter: ['↩', 'Enter'],
  escape: ['Esc', 'Esc'],
  backspace: ['⌫', 'Backspace'],
  delete: ['⌦', 'Del'],
  arrowup: ['↑', '↑'],
  arrowdown: ['↓', '↓'],
  arrowleft: ['←', '←'],
  arrowright: ['→', '→'],
  space: ['Space', 'Space'],
};

export function isMac(): boolean {
  return typeof navigator !== 'undefined' && /Mac|iP(hone|ad)/.test(navigator.platform);
}

/** The parts of a chord; '+' alone is the key of that name. */
function chordParts(text: string): string[] {
  return text === '+' ? ['+'] : text.split('+');
}

function parseChord(text: string): Chord {
  const parts = chordParts(text.toLowerCase());
  const key = parts.at(-1) ?? '';
  return {
    key: key === 'space' ? ' ' : key,
    mod: parts.includes('mod'),
    shift: parts.includes('shift'),
    alt: parts.includes('alt'),
  };
}

export function parseKeys(keys: string): Chord[] {
  return keys.split(' ').map(parseChord);
}

export function matchesChord(chord: Chord, event: KeyLike, mac: boolean): boolean {
  const mod = mac ? event.metaKey : event.ctrlKey;
  const foreign = mac ? event.ctrlKey : event.metaKey;
  if (event.key.toLowerCase() !== chord.key || mod !== chord.mod || foreign || event.altKey !== chord.alt) {
    return false;
  }
  // '?' or '!' need Shift on some layouts and not on others, so Shift only counts for letters and named keys.
  const shiftCounts = chord.key.length > 1 || /[a-z ]/.test(chord.key);
  return !shiftCounts || event.shiftKey === chord.shift;
}

/** The key caps to print: [['Ctrl', 'K']] or [['G'], ['T']] for a sequence. */
export function keyCaps(keys: string, mac = isMac()): string[][] {
  return keys
    .split(' ')
    .map((chord) =>
      chordParts(chord).map((part) => SYMBOLS[part.toLowerCase()]?.[mac ? 0 : 1] ?? part.toLocaleUpperCase()),
    );
}

/** The same for screen readers and aria-keyshortcuts. */
export function ariaKeys(keys: string, mac = isMac()): string {
  return keys
    .split(' ')
    .map((chord) => chord.replace('mod', mac ? 'Meta' : 'Control'))
    .join(' ');
}

function isTypingTarget(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [role="textbox"]') !== null;
}

function hasOpenOverlay(): boolean {
  return document.querySelector('[data-overlay][data-state="open"]') !== null;
}

/**
 * Finds the binding a key press completes. The last one registered wins, so a page overrides the shell.
 * Returns the binding, 'pending' inside a sequence, or undefined.
 */
export function createSequenceMatcher(mac = isMac(), now: () => number = () => performance.now()) {
  let pressed: KeyLike[] = [];
  let lastMs = 0;
  const completes = (binding: Binding, events: readonly KeyLike[]): 'full' | 'part' | 'no' => {
    const chords = parseKeys(binding.keys);
    if (chords.length < events.length) return 'no';
    const fits = events.every((event, index) => {
      const chord = chords[index];
      return chord !== undefined && matchesChord(chord, event, mac);
    });
    if (!fits) return 'no';
    return chords.length === events.length ? 'full' : 'part';
  };
  return function match(bindings: readonly Binding[], event: KeyLike): Binding | 'pending' | undefined {
    if (now() - lastMs > SEQUENCE_TIMEOUT_MS) pressed = [];
    lastMs = now();
    for (const events of [[...pressed, event], [event]]) {
      const full = bindings.findLast((binding) => completes(binding, events) === 'full');
      if (full) {
        pressed = [];
        return full;
      }
      if (bindings.some((binding) => completes(binding, events) === 'part')) {
        pressed = events;
        return 'pending';
      }
    }
    pressed = [];
    return undefined;
  };
}

/** Listens on the window until the returned function is called. */
export function listenForShortcuts(bindings: () => readonly Binding[]): () => void {
  const match = createSequenceMatcher();
  const onKeyDown = (event: KeyboardEvent): void => {
    if (
      event.defaultPrevented ||
      event.isComposing ||
      ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)
    )
      return;
    const typing = isTypingTarget(event.target);
    const covered = hasOpenOverlay();
    const usable = bindings().filter(
      (binding) =>
        binding.enabled !== false && (!typing || binding.inFields) && (!covered || binding.inOverlays),
    );
    const found = match(usable, event);
    if (found === undefined) return;
    event.preventDefault();
    if (found !== 'pending') found.run(event);
  };
  window.addEventListener('keydown', onKeyDown);
  return () => window.removeEventListener('keydown', onKeyDown);
}
