/**
 * The editor wraps each `li` in a box of its own, which hides the list from screen readers: the box is made the
 * item. Returns the function that stops watching.
 */
export function markLists(root: HTMLElement): () => void {
  const mark = (): void => {
    for (const box of root.querySelectorAll('.milkdown-list-item-block:not([role])'))
      box.setAttribute('role', 'listitem');
    for (const item of root.querySelectorAll('.milkdown-list-item-block > li:not([role])'))
      item.setAttribute('role', 'none');
  };
  const observer = new MutationObserver(mark);
  observer.observe(root, { childList: true, subtree: true });
  mark();
  return () => observer.disconnect();
}
