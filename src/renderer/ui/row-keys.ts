const PAGE = 10;

/** Which row a key moves the cursor to, from -1 where it stands on none; undefined where the key is not its own. */
export function targetRow(key: string, current: number, total: number): number | undefined {
  if (total === 0) return undefined;
  const last = total - 1;
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return Math.min(current + 1, last);
    case 'ArrowUp':
    case 'k':
      return Math.max(current - 1, 0);
    case 'PageDown':
      return Math.min(Math.max(current, 0) + PAGE, last);
    case 'PageUp':
      return Math.max(current - PAGE, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}
