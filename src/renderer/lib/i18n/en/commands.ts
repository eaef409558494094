/** What was done, as undo names it. Keys are what the host records for a change set. */
export const commands = {
  change: 'change',
};
