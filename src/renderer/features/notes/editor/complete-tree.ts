import type { RemarkPluginRaw } from '@milkdown/kit/transformer';

type TreeNode = { readonly type: string; children?: TreeNode[] };

function complete(node: TreeNode): void {
  // The writer of task lists counts the children of a paragraph; the editor gives an empty one none.
  if (node.type === 'paragraph') node.children ??= [];
  for (const child of node.children ?? []) complete(child);
}

/** A plugin of unified: what the editor hands to the writer is a whole tree, so that an empty task can be written. */
function completeBeforeWriting(this: ThisParameterType<RemarkPluginRaw<unknown>>): void {
  const write = this.compiler;
  if (write === undefined) return;
  this.compiler = (tree, file) => {
    complete(tree);
    return write(tree, file);
  };
}

export const completeTree = completeBeforeWriting;
