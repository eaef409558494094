const FIELDS = 'input, textarea, [contenteditable="true"], [role="combobox"]';

/**
 * Where the focus goes when something opens: to its first field, else to the surface itself. Landing on
 * whichever button comes first would open that button's tooltip and invite a wrong Enter.
 */
export function focusFirstField(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const surface = event.currentTarget;
  const field = surface.querySelector<HTMLElement>(FIELDS);
  (field ?? surface).focus({ preventScroll: true });
}

/** For panels that show an item: reading comes first, so the surface takes the focus and no field does. */
export function focusSurface(event: Event): void {
  if (!(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  event.currentTarget.focus({ preventScroll: true });
}
