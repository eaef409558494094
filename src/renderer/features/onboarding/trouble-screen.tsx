import { CircleCheck, CircleAlert, Compass, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SystemStatus } from '#shared/contracts/system.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { CentreFrame } from './gate-frame.tsx';
import { useDataFolder, useLookAgain } from './queries.ts';

type Trouble = Extract<SystemStatus, { state: 'too_new' | 'in_use' | 'read_only' | 'disk_full' }>;

/** What happened, what is safe, what to do next; then another look. */
export function TroubleScreen({ status }: { status: Trouble }) {
  const { t } = useTranslation('onboarding');
  const look = useLookAgain();
  const folder = useDataFolder() ?? '';
  const { state } = status;
  return (
    <CentreFrame wide title={t(`${state}_title`)}>
      <FactList>
        <Fact icon={CircleAlert} title={t('whatHappened')}>
          {state === 'too_new'
            ? t('too_new_happened', { store: status.storeSchema, app: status.appSchema })
            : t(`${state}_happened`, { folder, pid: 'pid' in status ? status.pid : 0 })}
        </Fact>
        <Fact icon={CircleCheck} title={t('whatIsSafe')}>
          {t(`${state}_safe`)}
        </Fact>
        <Fact icon={Compass} title={t('whatNext')}>
          {t(`${state}_next`, { folder })}
        </Fact>
      </FactList>
      <div className="mt-6 flex flex-col items-center gap-3">
        <Button variant="primary" size="lg" busy={look.isPending} onClick={() => look.mutate()}>
          {t('lookAgain')}
        </Button>
        {look.error && (
          <p role="alert" className="text-sm text-danger-text">
            {describeError(look.error).message}
          </p>
        )}
      </div>
    </CentreFrame>
  );
}

export function FactList({ children }: { children: ReactNode }) {
  return (
    <ul className="flex flex-col rounded-2xl border border-border-subtle bg-card shadow-card [&>li+li]:border-t">
      {children}
    </ul>
  );
}

export function Fact({
  icon: Icon,
  title,
  children,
}: {
  icon: LucideIcon;
  title: string;
  children: ReactNode;
}) {
  return (
    <li className="flex gap-3.5 p-5">
      <Icon aria-hidden className="mt-0.5 size-5 shrink-0 text-primary-text" strokeWidth={1.8} />
      <div className="min-w-0">
        <h2 className="text-sm font-semibold tracking-[-0.2px]">{title}</h2>
        <div className="mt-1 text-sm leading-relaxed text-muted-foreground">{children}</div>
      </div>
    </li>
  );
}
