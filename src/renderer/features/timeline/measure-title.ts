const FONT = "12px 'Geist Variable', ui-sans-serif, system-ui, sans-serif";
const MAX_KEPT = 20_000;

/** How wide titles are drawn in the chart. Each is measured once; the last resort is a fair guess. */
export function createTitleMeasure(): (title: string) => number {
  const context = document.createElement('canvas').getContext('2d');
  const known = new Map<string, number>();
  if (context !== null) context.font = FONT;
  return (title) => {
    const found = known.get(title);
    if (found !== undefined) return found;
    // Marks before the title take up to 18 pixels.
    const width = (context?.measureText(title).width ?? title.length * 6.4) + 18;
    if (known.size > MAX_KEPT) known.clear();
    known.set(title, width);
    return width;
  };
}
