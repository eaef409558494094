import { ArrowRight, CircleCheck, KeyRound, LifeBuoy, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { Page, PageHeader } from '#renderer/ui/page-header.tsx';

const PROMISES = [
  { icon: LifeBuoy, title: 'promiseBack', text: 'promiseBackText' },
  { icon: KeyRound, title: 'promiseKey', text: 'promiseKeyText' },
  { icon: CircleCheck, title: 'promiseProof', text: 'promiseProofText' },
] as const satisfies readonly { icon: LucideIcon; title: string; text: string }[];

/** What a backup is good for, before there is one. */
export function NotSetUp({ onBegin }: { onBegin(): void }) {
  const { t } = useTranslation('backup');
  return (
    <Page>
      <PageHeader title={t('title')} meta={t('notSetUpMeta')} />
      <div className="px-8 pt-4">
        <ul className="grid gap-4 lg:grid-cols-3">
          {PROMISES.map(({ icon: Icon, title, text }) => (
            <li key={title} className="rounded-2xl border border-border-subtle bg-card p-6 shadow-card">
              <span className="grid size-11 place-items-center rounded-xl bg-primary-soft text-primary-text">
                <Icon aria-hidden className="size-5.5" strokeWidth={1.7} />
              </span>
              <h2 className="mt-4 text-base font-semibold tracking-[-0.3px]">{t(title)}</h2>
              <p className="mt-1.5 text-sm leading-relaxed text-muted-foreground">{t(text)}</p>
            </li>
          ))}
        </ul>
        <div className="mt-8 flex flex-wrap items-center gap-4">
          <Button variant="primary" size="lg" onClick={onBegin}>
            {t('setUp')}
            <ArrowRight aria-hidden className="rtl:-scale-x-100" />
          </Button>
          <p className="text-sm text-muted-foreground">{t('setUpTakes')}</p>
        </div>
      </div>
    </Page>
  );
}
