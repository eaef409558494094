import { CircleAlert, Ellipsis, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ConnectionTest, ConnectorProblem } from '#shared/contracts/connectors.ts';
import { TestResult } from '#renderer/entities/connection/test-result.tsx';
import { useFormat } from '#renderer/lib/format.ts';
import { DropdownMenu, DropdownMenuContent, DropdownMenuTrigger } from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Switch } from '#renderer/ui/switch.tsx';

type SourceRowProps = {
  icon: LucideIcon;
  name: string;
  /** Where it is, in one line. */
  place: string;
  /** When it was read, what is chosen of it. */
  facts?: readonly string[];
  problem?: ConnectorProblem | null;
  result?: ConnectionTest | undefined;
  isEnabled?: boolean;
  onEnabledChange?(isEnabled: boolean): void;
  /** Items of its menu. */
  menu?: ReactNode;
};

export function SourceRow(props: SourceRowProps) {
  const { icon: Icon, name, place, facts = [], problem, result, isEnabled = true, menu } = props;
  const { t } = useTranslation('connections');
  const format = useFormat();
  return (
    <li className="flex flex-col gap-3 px-5 py-3.5">
      <div className="flex items-center gap-3.5">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
          <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
        </span>
        <div className="min-w-0 flex-1">
          <p dir="auto" className="truncate text-sm font-medium">
            {name}
          </p>
          <p className="flex min-w-0 gap-x-1.5 text-[13px] text-muted-foreground">
            <span dir="ltr" className="truncate" title={place}>
              {place}
            </span>
            {[...(isEnabled ? [] : [t('off')]), ...facts].map((fact) => (
              <span key={fact} className="shrink-0">
                · {fact}
              </span>
            ))}
          </p>
        </div>
        {props.onEnabledChange && (
          <Switch
            aria-label={t('switchedOn', { name })}
            checked={isEnabled}
            onCheckedChange={props.onEnabledChange}
          />
        )}
        {menu !== undefined && (
          <DropdownMenu>
            <DropdownMenuTrigger asChild>
              <IconButton label={t('actionsNamed', { name })}>
                <Ellipsis aria-hidden />
              </IconButton>
            </DropdownMenuTrigger>
            <DropdownMenuContent align="end">{menu}</DropdownMenuContent>
          </DropdownMenu>
        )}
      </div>
      {result && <TestResult result={result} />}
      {problem && !result && (
        <p className="flex gap-2 text-[13px] leading-snug text-warning-text">
          <CircleAlert aria-hidden className="mt-px size-4 shrink-0" />
          <span>
            {problem.message} <span className="text-muted-foreground">{format.ago(problem.at)}</span>
          </span>
        </p>
      )}
    </li>
  );
}
