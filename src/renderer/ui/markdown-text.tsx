import { Fragment, useMemo, type ReactNode } from 'react';
import { cn } from '../lib/cn.ts';
import { markdownBlocks, spansOf, type Block } from '../lib/markdown-blocks.ts';
import { openExternal } from '../lib/open-external.ts';

type MarkdownTextProps = {
  children: string;
  /** What stands for `[n]`; without it the brackets are text. */
  renderNumber?(number: number): ReactNode;
  /** The level of its first heading. */
  headings?: 2 | 3 | 4;
  className?: string;
};

type Look = Pick<MarkdownTextProps, 'renderNumber'> & { readonly headings: 2 | 3 | 4 };

/** Markdown as elements of our own: nothing of it is ever read as HTML, and no picture is fetched. */
export function MarkdownText({ children, renderNumber, headings = 3, className }: MarkdownTextProps) {
  const blocks = useMemo(() => markdownBlocks(children), [children]);
  return (
    <div dir="auto" className={cn('flex flex-col gap-3 text-sm leading-relaxed wrap-anywhere', className)}>
      {keyed(blocks).map(({ key, item }) => (
        <BlockView key={key} block={item} look={{ renderNumber, headings }} />
      ))}
    </div>
  );
}

/** Text only grows at its end while it is shown: the place is the key. */
function keyed<T>(items: readonly T[]): readonly { readonly key: string; readonly item: T }[] {
  return items.map((item, index) => ({ key: String(index), item }));
}

function BlockView({ block, look }: { block: Block; look: Look }) {
  switch (block.kind) {
    case 'heading':
      return <Heading block={block} look={look} />;
    case 'paragraph':
      return (
        <p className="text-pretty">
          <Inline text={block.text} look={look} />
        </p>
      );
    case 'quote':
      return (
        <blockquote className="border-s-2 border-border ps-3 text-muted-foreground">
          <Inline text={block.text} look={look} />
        </blockquote>
      );
    case 'code':
      return (
        <pre
          dir="ltr"
          className="rounded-lg bg-muted px-4 py-3 font-mono text-xs leading-5 wrap-anywhere whitespace-pre-wrap"
        >
          {block.text}
        </pre>
      );
    case 'list': {
      const List = block.isOrdered ? 'ol' : 'ul';
      return (
        <List className={`flex flex-col gap-1 ps-5 ${block.isOrdered ? 'list-decimal' : 'list-disc'}`}>
          {keyed(block.items).map(({ key, item }) => (
            <li key={key}>
              <Inline text={item} look={look} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return <TableView block={block} look={look} />;
  }
}

function Heading({ block, look }: { block: Extract<Block, { kind: 'heading' }>; look: Look }) {
  const isFirst = block.level === 1;
  const level = Math.min(look.headings + (isFirst ? 0 : 1), 4);
  const Tag = level === 2 ? 'h2' : level === 3 ? 'h3' : 'h4';
  return (
    <Tag className={isFirst ? 'text-lg font-semibold' : 'pt-1 text-sm font-semibold'}>
      <Inline text={block.text} look={look} />
    </Tag>
  );
}

function TableView({ block, look }: { block: Extract<Block, { kind: 'table' }>; look: Look }) {
  return (
    <table className="w-full border-collapse text-[13px]">
      <thead>
        <tr>
          {keyed(block.head).map(({ key, item: cell }) => (
            <th key={key} scope="col" className="border-b border-border py-1.5 pe-4 text-start font-medium">
              <Inline text={cell} look={look} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keyed(block.rows).map(({ key: rowKey, item: row }) => (
          <tr key={rowKey}>
            {keyed(row).map(({ key, item: cell }) => (
              <td key={key} className="border-b border-border-subtle py-1.5 pe-4 align-top">
                <Inline text={cell} look={look} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Inline({ text, look }: { text: string; look: Look }) {
  return keyed(spansOf(text)).map(({ key, item: { kind, text: words, url = '' } }) => {
    if (kind === 'code')
      return (
        <code key={key} dir="ltr" className="rounded bg-muted px-1 py-0.5 font-mono text-xs">
          {words}
        </code>
      );
    if (kind === 'strong') return <strong key={key}>{numbered(words, look)}</strong>;
    if (kind === 'emphasis') return <em key={key}>{numbered(words, look)}</em>;
    if (kind === 'link')
      return (
        <button
          key={key}
          type="button"
          title={url}
          onClick={() => openExternal(url)}
          className="rounded-sm text-primary-text underline underline-offset-2"
        >
          {words}
        </button>
      );
    return <Fragment key={key}>{numbered(words, look)}</Fragment>;
  });
}

/** `[1]` and `[1, 2]` as what they stand for. */
function numbered(text: string, { renderNumber }: Look): ReactNode {
  if (renderNumber === undefined) return text;
  return keyed(text.split(/(\[\d{1,3}(?:,\s*\d{1,3})*\])/)).map(({ key, item }, index) =>
    index % 2 === 0 ? (
      item
    ) : (
      <Fragment key={key}>
        {keyed(item.match(/\d+/g) ?? []).map((one) => (
          <Fragment key={one.key}>{renderNumber(Number(one.item))}</Fragment>
        ))}
      </Fragment>
    ),
  );
}
