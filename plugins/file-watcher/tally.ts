/** What a run has done so far. */
export type Tally = {
  added: number;
  changed: number;
  moved: number;
  removed: number;
  linkedAnew: number;
  leftOut: number;
  unread: number;
  unreachable: number;
  charsTaken: number;
  /** There is more than one run takes. */
  isUnfinished: boolean;
  isFull(): boolean;
};

/** Of texts together: what one run can put within the time that it may compute. */
const MAX_CHARS = 60_000_000;
/** Documents can be slow to read; a run may last ten minutes. */
const MAX_MS = 7 * 60_000;

export function createTally(): Tally {
  const startedMs = Date.now();
  return {
    added: 0,
    changed: 0,
    moved: 0,
    removed: 0,
    linkedAnew: 0,
    leftOut: 0,
    unread: 0,
    unreachable: 0,
    charsTaken: 0,
    isUnfinished: false,
    isFull() {
      return this.charsTaken > MAX_CHARS || Date.now() - startedMs > MAX_MS;
    },
  };
}

/** `12 files added, 3 moved, 1 removed.` */
export function summaryOf(tally: Tally, unknownRules: number): string {
  const counts: readonly (readonly [number, string])[] = [
    [tally.added, 'added'],
    [tally.changed, 'changed'],
    [tally.moved, 'moved'],
    [tally.removed, 'removed'],
    [tally.linkedAnew, 'linked anew'],
  ];
  const told = counts.filter(([count]) => count > 0);
  const first = told[0]?.[0] === 1 ? 'file ' : 'files ';
  const parts = told.map(([count, word], index) => `${count} ${index === 0 ? first : ''}${word}`);
  const sentences = [parts.length === 0 ? 'Nothing has changed.' : `${parts.join(', ')}.`];
  if (tally.unread > 0) sentences.push(`${tally.unread} without readable text, see the log.`);
  if (tally.unreachable > 0)
    sentences.push(
      `${tally.unreachable} ${tally.unreachable === 1 ? 'folder' : 'folders'} could not be reached.`,
    );
  if (tally.isUnfinished) sentences.push('There is more: the next run goes on.');
  if (unknownRules > 0)
    sentences.push(
      `${unknownRules} of your links ${unknownRules === 1 ? 'names' : 'name'} no project or client.`,
    );
  return sentences.join(' ');
}
