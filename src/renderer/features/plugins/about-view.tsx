import { BookOpen } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { openExternal } from '#renderer/lib/open-external.ts';
import { Card } from '#renderer/ui/card.tsx';
import { EmptyState } from '#renderer/ui/empty-state.tsx';
import { readmeBlocks, spansOf, type Block } from './readme-blocks.ts';
import type { ShownPlugin } from './plugin-types.ts';

/** What its author says of it. */
export function AboutView({ plugin }: { plugin: ShownPlugin }) {
  const { t } = useTranslation('plugins');
  const blocks = useMemo(() => readmeBlocks(plugin.readme), [plugin.readme]);
  if (blocks.length === 0)
    return (
      <Card>
        <EmptyState compact icon={BookOpen} title={t('readmeNone')} className="py-10" />
      </Card>
    );
  return (
    <Card className="px-7 py-6">
      <article dir="auto" className="flex max-w-2xl flex-col gap-3.5 text-sm leading-relaxed">
        {keyed(blocks).map(({ key, item }) => (
          <BlockView key={key} block={item} />
        ))}
      </article>
    </Card>
  );
}

/** The text never changes while it is shown: the place is the key. */
function keyed<T>(items: readonly T[]): readonly { readonly key: string; readonly item: T }[] {
  return items.map((item, index) => ({ key: String(index), item }));
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading': {
      const Heading = block.level === 1 ? 'h2' : 'h3';
      return (
        <Heading className={block.level === 1 ? 'text-lg font-semibold' : 'pt-2 text-sm font-semibold'}>
          <Inline text={block.text} />
        </Heading>
      );
    }
    case 'paragraph':
      return (
        <p>
          <Inline text={block.text} />
        </p>
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
              <Inline text={item} />
            </li>
          ))}
        </List>
      );
    }
    case 'table':
      return <TableView block={block} />;
  }
}

function TableView({ block }: { block: Extract<Block, { kind: 'table' }> }) {
  return (
    <table className="w-full border-collapse text-[13px]">
      <thead>
        <tr>
          {keyed(block.head).map(({ key, item: cell }) => (
            <th key={key} scope="col" className="border-b border-border py-1.5 pe-4 text-start font-medium">
              <Inline text={cell} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {keyed(block.rows).map(({ key: rowKey, item: row }) => (
          <tr key={rowKey}>
            {keyed(row).map(({ key, item: cell }) => (
              <td key={key} className="border-b border-border-subtle py-1.5 pe-4 align-top">
                <Inline text={cell} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Inline({ text }: { text: string }) {
  return keyed(spansOf(text)).map(({ key, item: span }) => {
    const { kind, url = '' } = span;
    if (kind === 'code')
      return (
        <code key={key} dir="ltr" className="rounded bg-muted px-1 py-0.5 font-mono text-xs">
          {span.text}
        </code>
      );
    if (kind === 'strong') return <strong key={key}>{span.text}</strong>;
    if (kind === 'link')
      return (
        <button
          key={key}
          type="button"
          title={url}
          onClick={() => openExternal(url)}
          className="rounded-sm text-primary-text underline underline-offset-2"
        >
          {span.text}
        </button>
      );
    return span.text;
  });
}
