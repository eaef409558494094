import type { Page } from 'playwright-core';

/** Waits until what is typed goes into a field: on a busy machine a picker opens some frames after its key. */
export async function fieldFocused(page: Page): Promise<void> {
  await page.waitForFunction(() => document.activeElement?.matches('input, textarea') === true);
}
