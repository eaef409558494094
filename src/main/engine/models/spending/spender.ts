/** Whether a cap of `of` holds for who asks: for that one and its parts (`assistant`: `assistant:planner`); '' is everyone. */
export function isSpenderOf(of: string, principal: string): boolean {
  return of === '' || principal === of || principal.startsWith(`${of}:`);
}
