import { Fragment, type ReactNode } from 'react';

type HighlightProps = {
  text: string;
  /** Half-open, sorted, not overlapping, in UTF-16 units. */
  ranges: readonly (readonly [start: number, end: number])[];
};

/** Text with the found parts marked. Nothing in it is interpreted as markup. */
export function Highlight({ text, ranges }: HighlightProps) {
  const parts: ReactNode[] = [];
  let position = 0;
  for (const [start, end] of ranges) {
    if (start > position) parts.push(<Fragment key={position}>{text.slice(position, start)}</Fragment>);
    parts.push(
      <mark key={`${start}-mark`} className="rounded-[3px] bg-primary/45 text-foreground dark:bg-white/20">
        {text.slice(start, end)}
      </mark>,
    );
    position = end;
  }
  return (
    <>
      {parts}
      {text.slice(position)}
    </>
  );
}
