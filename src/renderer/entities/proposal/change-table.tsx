import { ArrowRight } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProposalField } from '#shared/contracts/proposals.ts';
import { readField, useProposalWords } from './proposal-words.ts';
import { cn } from '#renderer/lib/cn.ts';

type ChangeTableProps = { fields: readonly ProposalField[]; className?: string };

/** Longer than this it stands on lines of its own. */
const LONG = 90;

function isLong({ before, after }: ProposalField): boolean {
  return [before, after].some((value) => value !== null && (value.length > LONG || value.includes('\n')));
}

/** Each field as it is and as it would be; what several items would become stands under their names. */
export function ChangeTable({ fields, className }: ChangeTableProps) {
  const { t } = useTranslation('inbox');
  const groups = [...Map.groupBy(fields, ({ field }) => readField(field).item)];
  if (fields.length === 0) return <p className="text-sm text-muted-foreground">{t('noFields')}</p>;
  return (
    <div className={cn('flex flex-col gap-4', className)}>
      {groups.map(([item, group]) => (
        <div key={item ?? ''}>
          {item !== null && (
            <h4 dir="auto" className="mb-1 text-sm font-medium">
              {item}
            </h4>
          )}
          <dl className="overflow-hidden rounded-xl border border-border-subtle">
            {group.map((field) => (
              <Change key={field.field} field={field} />
            ))}
          </dl>
        </div>
      ))}
    </div>
  );
}

function Change({ field }: { field: ProposalField }) {
  const words = useProposalWords();
  const { name } = readField(field.field);
  return (
    <div
      className={cn(
        'flex gap-x-4 gap-y-1 border-b border-border-subtle px-4 py-2.5 last:border-0',
        isLong(field) && 'flex-col',
      )}
    >
      <dt className="w-28 shrink-0 text-[13px] leading-6 text-muted-foreground">{words.field(name)}</dt>
      <dd
        className={cn('min-w-0 flex-1', isLong(field) ? 'flex flex-col gap-1.5' : 'flex flex-wrap gap-x-2')}
      >
        <Values field={field} name={name} />
      </dd>
    </div>
  );
}

function Values({ field, name }: { field: ProposalField; name: string }) {
  const { t } = useTranslation('inbox');
  const words = useProposalWords();
  const { before, after } = field;
  const shown = (value: string): string => words.value(name, value);
  return (
    <>
      {before !== null && (
        <>
          <Value tone="before" label={t('before')}>
            {shown(before)}
          </Value>
          {!isLong(field) && (
            <ArrowRight aria-hidden className="mt-1 size-4 shrink-0 text-muted-foreground rtl:-scale-x-100" />
          )}
        </>
      )}
      <Value tone={after === null ? 'empty' : 'after'} label={t('after')}>
        {after === null ? t('emptyValue') : shown(after)}
      </Value>
    </>
  );
}

const TONES = {
  before: 'bg-danger-soft text-danger-text line-through decoration-danger-text/40',
  after: 'bg-success-soft text-success-text',
  empty: 'bg-muted text-muted-foreground italic',
};

type ValueProps = { tone: keyof typeof TONES; label: string; children: string };

function Value({ tone, label, children }: ValueProps) {
  const Tag = tone === 'before' ? 'del' : 'ins';
  return (
    <Tag
      dir="auto"
      className={cn(
        'block w-fit max-w-full rounded-md px-2 py-0.5 text-sm leading-5 wrap-anywhere whitespace-pre-wrap no-underline',
        TONES[tone],
      )}
    >
      <span className="sr-only">{label}: </span>
      {children}
    </Tag>
  );
}
