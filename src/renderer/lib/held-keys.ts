type Field = HTMLInputElement | HTMLTextAreaElement;
type Key = Pick<KeyboardEvent, 'key' | 'shiftKey'>;

/** A field that is not there yet is waited for this long. */
const FIELD_WITHIN_MS = 1000;

function isField(element: unknown): element is Field {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

function isTyped({ key, ctrlKey, metaKey, isComposing }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || isComposing) return false;
  return key.length === 1 || key === 'Backspace' || key === 'Enter';
}

function type(field: Field, { key, shiftKey }: Key): void {
  if (key === 'Enter') {
    field.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey, bubbles: true, cancelable: true }));
    return;
  }
  const end = field.selectionEnd ?? field.value.length;
  const start = field.selectionStart ?? end;
  if (key === 'Backspace') field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end');
  else field.setRangeText(key, start, end, 'end');
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}

/** Runs once the keyboard is in a field. */
function whenFieldHasFocus(run: (field: Field) => void): void {
  if (isField(document.activeElement)) {
    run(document.activeElement);
    return;
  }
  const stop = (): void => {
    window.clearTimeout(timer);
    document.removeEventListener('focusin', onFocus);
  };
  const onFocus = ({ target }: FocusEvent): void => {
    if (!isField(target)) return;
    stop();
    run(target);
  };
  const timer = window.setTimeout(stop, FIELD_WITHIN_MS);
  document.addEventListener('focusin', onFocus);
}

export type HeldKeys = {
  /** Types what was held into the field that has the focus, or gets it next. */
  release(): void;
  drop(): void;
};

/** Keeps what is typed after a shortcut while the field that it opens is still on its way. */
export function holdKeys(): HeldKeys {
  const held: Key[] = [];
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!isTyped(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held.push({ key: event.key, shiftKey: event.shiftKey });
  };
  window.addEventListener('keydown', onKeyDown, { capture: true });
  const drop = (): void => window.removeEventListener('keydown', onKeyDown, { capture: true });
  return {
    drop,
    release() {
      drop();
      if (held.length > 0)
        whenFieldHasFocus((field) => {
          for (const key of held) type(field, key);
        });
    },
  };
}
