import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '#renderer/lib/cn.ts';
import { LANGUAGES, setLanguage, type Language } from '#renderer/lib/i18n/index.ts';
import { useWindowTitle } from '#renderer/lib/use-window-title.ts';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { DeskScene } from './desk-scene.tsx';

const LANGUAGE_NAMES = { en: 'English', it: 'Italiano' } satisfies Record<Language, string>;

export function AppMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden className={className}>
      <rect width="64" height="64" rx="16" className="fill-primary" />
      <path
        d="M18 46 29.2 19.6a3 3 0 0 1 5.6 0L46 46"
        fill="none"
        strokeWidth="5.5"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-primary-foreground"
      />
      <circle cx="32" cy="40" r="4.2" className="fill-primary-foreground" />
    </svg>
  );
}

function LanguageSwitch() {
  const { t, i18n } = useTranslation('onboarding');
  const language = LANGUAGES.find((known) => known === i18n.language) ?? 'en';
  return (
    <Segmented
      label={t('language')}
      value={language}
      onValueChange={(next) => void setLanguage(next)}
      segments={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
      className="h-8"
    />
  );
}

type GateFrameProps = { title: string; text?: ReactNode; children: ReactNode };

/** The first start: the desk on one side, one step on the other. */
export function WelcomeFrame({ title, text, children }: GateFrameProps) {
  useWindowTitle(title);
  return (
    <div className="grid h-full lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
      <DeskScene className="hidden lg:block" />
      <main className="flex h-full flex-col overflow-y-auto">
        <header className="flex shrink-0 items-center justify-between px-8 pt-6 print:hidden">
          <span className="flex items-center gap-2.5 text-[15px] font-semibold tracking-[-0.4px]">
            <AppMark className="size-7" />
            Adiuva
          </span>
          <LanguageSwitch />
        </header>
        <div className="m-auto w-full max-w-lg px-8 py-10">
          <StepHeading key={title} title={title} text={text} />
          {children}
        </div>
      </main>
    </div>
  );
}

function StepHeading({ title, text }: { title: string; text?: ReactNode }) {
  return (
    <div className="mb-7 animate-page print:hidden">
      <h1 className="text-[28px] leading-9 font-semibold">{title}</h1>
      {text !== undefined && (
        <div className="mt-2 text-[15px] leading-relaxed text-muted-foreground">{text}</div>
      )}
    </div>
  );
}

/** Everything that is one question or one message: unlock, repair, trouble. */
export function CentreFrame({ title, text, children, wide = false }: GateFrameProps & { wide?: boolean }) {
  useWindowTitle(title);
  return (
    <main className="relative flex h-full flex-col overflow-y-auto">
      <Glow />
      <div className="absolute end-6 top-6 z-10">
        <LanguageSwitch />
      </div>
      <div className={cn('relative m-auto w-full px-6 py-16', wide ? 'max-w-xl' : 'max-w-md')}>
        <div className="mb-7 flex flex-col items-center text-center">
          <AppMark className="size-14 drop-shadow-sm" />
          <h1 className="mt-6 text-[26px] leading-8 font-semibold">{title}</h1>
          {text !== undefined && (
            <div className="mt-2 max-w-sm text-[15px] leading-relaxed text-muted-foreground">{text}</div>
          )}
        </div>
        {children}
      </div>
    </main>
  );
}

/** Morning light behind the card; in the dark theme there is none. */
function Glow() {
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 bg-[radial-gradient(60rem_30rem_at_50%_-8rem,color-mix(in_srgb,var(--tint-gold)_22%,transparent),transparent_70%)] dark:opacity-40"
    />
  );
}
