/** States what must hold here. A failure is a bug of ours, never something a user did. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
