import { useTranslation } from 'react-i18next';
import type { AnswerItem, Citation } from '#shared/contracts/answers.ts';
import { cn } from '#renderer/lib/cn.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { MarkdownText } from '#renderer/ui/markdown-text.tsx';
import { PlainText } from '#renderer/ui/plain-text.tsx';
import { CitationChip, SourceLink } from './citation-chip.tsx';
import { PlanView } from './plan-view.tsx';
import { SourceMark } from './source-mark.tsx';
import { StepList } from './step-list.tsx';
import type { ShownPart } from './shown.ts';

type PartProps = {
  part: ShownPart;
  citations: readonly Citation[];
  onAsk(text: string): void;
};

/** One part of an answer that is there, laid out. */
export function AnswerPartView({ part, citations, onAsk }: PartProps) {
  switch (part.type) {
    case 'markdown':
    case 'text':
      return <AnswerText citations={citations}>{part.text}</AnswerText>;
    case 'items':
      return <ItemList title={part.title} items={part.items} total={part.total} />;
    case 'quotes':
      return <QuoteList title={part.title} numbers={part.citations} citations={citations} />;
    case 'plan':
      return <PlanView title={part.title} days={part.days} />;
    case 'steps':
      return <StepList steps={part.steps} />;
    case 'next':
      return <NextQuestions questions={part.questions} onAsk={onAsk} />;
  }
}

/** A number that stands for nothing stays as it was written. */
export function AnswerText({ citations, children }: { citations: readonly Citation[]; children: string }) {
  return (
    <MarkdownText
      renderNumber={(number) => {
        const citation = citations.find((one) => one.number === number);
        return citation === undefined ? `[${number}]` : <CitationChip citation={citation} />;
      }}
    >
      {children}
    </MarkdownText>
  );
}

type ItemListProps = { title: string; items: readonly AnswerItem[]; total: number };

function ItemList({ title, items, total }: ItemListProps) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const more = total - items.length;
  return (
    <section aria-label={title}>
      <h3 className="flex items-baseline gap-2 text-[13px] font-semibold text-muted-foreground">
        {title}
        <span className="text-meta font-normal tabular-nums">{format.number(total)}</span>
      </h3>
      <ul className="mt-1 overflow-hidden rounded-xl border border-border-subtle bg-card/70">
        {items.map((item) => (
          <ItemRow key={`${item.kind} ${item.id} ${item.detail}`} item={item} />
        ))}
      </ul>
      {more > 0 && (
        <p className="mt-1 px-1 text-meta">{t('moreItems', { count: more, number: format.number(more) })}</p>
      )}
    </section>
  );
}

function ItemRow({ item }: { item: AnswerItem }) {
  const { t } = useTranslation('assistant');
  const format = useFormat();
  const { kind, title, link, projectName, clientName, date, time, detail, isLate } = item;
  const facts = [detail, projectName ?? clientName ?? ''].filter((one) => one !== '');
  const words = (
    <>
      <SourceMark kind={kind} className="text-muted-foreground" />
      <span className="min-w-0 flex-1">
        <span dir="auto" className="block truncate text-sm">
          {title}
        </span>
        {facts.length > 0 && <span className="block truncate text-meta">{facts.join(' · ')}</span>}
      </span>
      {date !== null && (
        <span className={cn('shrink-0 text-meta tabular-nums', isLate && 'text-danger-text')}>
          {format.day(date)}
          {time !== null && ` ${format.time(time)}`}
          {isLate && <span className="sr-only"> ({t('late')})</span>}
        </span>
      )}
    </>
  );
  const look = 'flex w-full items-center gap-2.5 px-3 py-2 text-start';
  return (
    <li className="border-b border-border-subtle last:border-0">
      {link === '' ? (
        <div className={look}>{words}</div>
      ) : (
        <SourceLink link={link} className={cn(look, 'transition-colors hover:bg-muted ring-inset-focus')}>
          {words}
        </SourceLink>
      )}
    </li>
  );
}

type QuoteListProps = { title: string; numbers: readonly number[]; citations: readonly Citation[] };

function QuoteList({ title, numbers, citations }: QuoteListProps) {
  const { t } = useTranslation('assistant');
  const quoted = citations.filter(({ number }) => numbers.includes(number));
  return (
    <section aria-label={title}>
      <h3 className="text-[13px] font-semibold text-muted-foreground">{title}</h3>
      <ul className="mt-1.5 flex flex-col gap-2">
        {quoted.map((citation) => (
          <li
            key={citation.number}
            className="rounded-xl border border-border-subtle bg-card/70 px-3.5 py-2.5"
          >
            <p className="flex items-center gap-2">
              <CitationChip citation={citation} />
              <SourceMark kind={citation.kind} className="size-3.5 text-muted-foreground" />
              <span dir="auto" className="min-w-0 truncate text-[13px] font-medium">
                {[citation.title, ...citation.headings.slice(-1)].join(' › ')}
              </span>
              {citation.source !== 'user' && citation.source !== 'model' && (
                <span className="ms-auto shrink-0 text-meta">{t('fromOutside')}</span>
              )}
            </p>
            <PlainText className="mt-1 line-clamp-5 text-[13px] text-muted-foreground">
              {citation.quote}
            </PlainText>
          </li>
        ))}
      </ul>
    </section>
  );
}

type NextQuestionsProps = { questions: readonly string[]; onAsk(text: string): void };

function NextQuestions({ questions, onAsk }: NextQuestionsProps) {
  return (
    <ul className="flex flex-wrap gap-1.5">
      {questions.map((question) => (
        <li key={question}>
          <Button size="xs" variant="outline" className="rounded-full" onClick={() => onAsk(question)}>
            {question}
          </Button>
        </li>
      ))}
    </ul>
  );
}
