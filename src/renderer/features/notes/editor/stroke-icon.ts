/** An icon for the editor's own menus, which take their icons as text. */
export function strokeIcon(path: string, name?: string): string {
  const voice = name === undefined ? 'aria-hidden="true"' : `role="img" aria-label="${name}"`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" class="stroke-icon" ${voice}>${path}</svg>`;
}
