import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PluginOffer } from '#shared/contracts/plugins.ts';
import { Badge } from '#renderer/ui/badge.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { RightChoice } from './right-choice.tsx';
import type { RightDraft } from './right-draft.ts';
import { RIGHT_ICONS } from './right-words.ts';

type RightSwitchProps = {
  right: PluginOffer['rights'][number];
  /** The version before did not ask for it. */
  isAdded: boolean;
  draft: RightDraft;
  onDraftChange(draft: RightDraft): void;
};

/** One right with the plugin's own reason and its own switch; what it is for opens once it is on. */
export function RightSwitch({ right, isAdded, draft, onDraftChange }: RightSwitchProps) {
  const { t } = useTranslation('plugins');
  const id = useId();
  const Icon = RIGHT_ICONS[right.type];
  return (
    <li className="px-4 py-3.5">
      <div className="flex items-start gap-3.5">
        <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
          <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
        </span>
        <div className="min-w-0 flex-1">
          <p className="flex items-center gap-2 text-sm font-medium">
            <label htmlFor={id}>{t(`right_${right.type}`)}</label>
            {isAdded && <Badge tone="info">{t('added')}</Badge>}
          </p>
          <p id={`${id}-reason`} dir="auto" className="mt-0.5 text-[13px] leading-snug text-muted-foreground">
            {right.reason}
          </p>
        </div>
        <Switch
          id={id}
          aria-describedby={`${id}-reason`}
          checked={draft.isOn}
          onCheckedChange={(isOn) => onDraftChange({ ...draft, isOn })}
          className="mt-1"
        />
      </div>
      {draft.isOn && (
        <div className="ms-12.5 mt-3 animate-page">
          <RightChoice right={right} draft={draft} onDraftChange={onDraftChange} />
        </div>
      )}
    </li>
  );
}
