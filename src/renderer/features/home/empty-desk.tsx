import { Link } from '@tanstack/react-router';
import { ArrowRight, Import, Keyboard, PenLine, Sparkle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import { Card } from '#renderer/ui/card.tsx';
import { Kbd } from '#renderer/ui/kbd.tsx';
import { useStartSample } from './queries.ts';

// The page of another feature; its address is all that is known of it here.
const IMPORT_PATH: string = '/import';

type EmptyDeskProps = { onFirstTask(): void };

/** An empty workspace: three ways to begin, and none of them final. */
export function EmptyDesk({ onFirstTask }: EmptyDeskProps) {
  const { t } = useTranslation('home');
  const sample = useStartSample();
  const isFilling = sample.isPending || sample.isSuccess;
  return (
    <div className="px-8 pt-6">
      <h2 className="text-lg font-semibold">{t('emptyTitle')}</h2>
      <p className="mt-1 max-w-xl text-sm leading-relaxed text-muted-foreground">{t('emptyText')}</p>
      <div className="mt-5 grid grid-cols-[repeat(auto-fit,minmax(15rem,1fr))] gap-4">
        <Step icon={PenLine} title={t('firstTask')} text={t('firstTaskText')}>
          <Button variant="primary" onClick={onFirstTask}>
            {t('firstTaskAction')}
            <ArrowRight aria-hidden className="rtl:rotate-180" />
          </Button>
        </Step>
        <Step icon={Import} title={t('import')} text={t('importText')}>
          <Button asChild variant="outline">
            <Link to={IMPORT_PATH}>{t('importAction')}</Link>
          </Button>
        </Step>
        <Step icon={Sparkle} title={t('sample')} text={t('sampleText')}>
          <Button variant="outline" busy={isFilling} onClick={() => sample.mutate()}>
            {isFilling ? t('sampleRunning') : t('sampleAction')}
          </Button>
        </Step>
      </div>
      <p className="mt-6 flex items-center gap-2 text-meta">
        <Keyboard aria-hidden className="size-4" />
        {t('keyboardHint')}
        <Kbd keys="mod+k" />
        <Kbd keys="?" />
      </p>
    </div>
  );
}

type StepProps = { icon: LucideIcon; title: string; text: string; children: ReactNode };

function Step({ icon: Icon, title, text, children }: StepProps) {
  return (
    <Card className="flex flex-col items-start p-5">
      <span
        aria-hidden
        className="grid size-10 place-items-center rounded-xl bg-primary-soft text-primary-text"
      >
        <Icon className="size-5" strokeWidth={1.7} />
      </span>
      <h3 className="mt-4 text-[15px] font-semibold">{title}</h3>
      <p className="mt-1 mb-5 flex-1 text-sm leading-relaxed text-muted-foreground">{text}</p>
      {children}
    </Card>
  );
}
