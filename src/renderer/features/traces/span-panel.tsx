import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SpanContent, SpanDetail } from '#shared/contracts/traces.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';
import { kindOf, readable } from './span-tree.ts';
import { StatusMark, useSpanName, useTook } from './trace-words.tsx';

/** One step with all that is written down of it. */
export function SpanPanel({ span }: { span: SpanDetail }) {
  const { t } = useTranslation('traces');
  const took = useTook();
  const shown = useSpanName()(span);
  // Agents and other steps around a call have nothing of their own to say.
  const speaks = ['model', 'embedding', 'tool'].includes(kindOf(span));
  const { name, status, message, durationMs, attributes, events, contents } = span;
  return (
    <section aria-label={shown} className="flex flex-col gap-5 px-5 py-4">
      <div>
        <h2 dir="ltr" className="text-base font-semibold tracking-[-0.3px] wrap-anywhere">
          {shown}
        </h2>
        <p className="mt-1 flex flex-wrap items-center gap-x-3 text-[13px] text-muted-foreground">
          <StatusMark status={status} />
          <span className="tabular-nums">{took(durationMs)}</span>
        </p>
        {message !== '' && <p className="mt-2 text-[13px] wrap-anywhere text-danger-text">{message}</p>}
      </div>
      {contents.map((content) => (
        <Content key={content.side} content={content} />
      ))}
      {contents.length === 0 && speaks && (
        <p className="text-[13px] text-muted-foreground">{t('noContent')}</p>
      )}
      {events.length > 0 && (
        <div>
          <SectionHeading as="h3">{t('events')}</SectionHeading>
          <ul className="flex flex-col gap-1 text-[13px]">
            {events.map((event) => (
              <li key={`${event.atMs} ${event.name}`} className="flex gap-3">
                <span className="w-16 shrink-0 text-end text-muted-foreground tabular-nums">
                  {took(event.atMs)}
                </span>
                <span className="min-w-0 wrap-anywhere">
                  {event.name}
                  {Object.entries(event.attributes).map(([key, value]) => (
                    <span key={key} className="block text-muted-foreground">
                      {key}: {String(value)}
                    </span>
                  ))}
                </span>
              </li>
            ))}
          </ul>
        </div>
      )}
      <Attributes attributes={{ name, ...attributes }} />
    </section>
  );
}

function Content({ content }: { content: SpanContent }) {
  const { t } = useTranslation('traces');
  const { t: common } = useTranslation();
  const [isCopied, setIsCopied] = useState(false);
  const { side, text, isCut } = content;
  const shown = readable(text);
  const Icon = isCopied ? Check : Copy;
  return (
    <div>
      <SectionHeading
        as="h3"
        actions={
          <IconButton
            size="xs"
            label={common(isCopied ? 'copied' : 'copy')}
            onClick={() => void navigator.clipboard.writeText(text).then(() => setIsCopied(true), toastError)}
          >
            <Icon aria-hidden />
          </IconButton>
        }
      >
        {t(`side_${side}`)}
      </SectionHeading>
      <pre
        dir="auto"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached by keyboard
        tabIndex={0}
        className="max-h-80 overflow-auto rounded-lg border border-border-subtle bg-muted/50 px-3 py-2 font-mono text-xs leading-relaxed wrap-anywhere whitespace-pre-wrap"
      >
        {shown}
      </pre>
      {isCut && <p className="mt-1 text-meta">{t('cut')}</p>}
    </div>
  );
}

function Attributes({ attributes }: Pick<SpanDetail, 'attributes'>) {
  const { t } = useTranslation('traces');
  const entries = Object.entries(attributes).toSorted(([a], [b]) => a.localeCompare(b));
  if (entries.length === 0) return null;
  return (
    <div>
      <SectionHeading as="h3">{t('attributes')}</SectionHeading>
      <dl dir="ltr" className="flex flex-col gap-1 text-xs">
        {entries.map(([key, value]) => (
          <div key={key} className="flex flex-wrap gap-x-3">
            <dt className="text-muted-foreground">{key}</dt>
            <dd className="min-w-0 wrap-anywhere tabular-nums">
              {Array.isArray(value) ? value.join(', ') : String(value)}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
