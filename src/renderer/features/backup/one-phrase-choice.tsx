import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Credential } from '#renderer/entities/access/credential.ts';
import {
  CurrentKeyFields,
  firstKey,
  toCredential,
  type CurrentKey,
} from '#renderer/entities/access/current-key.tsx';
import { useKeySlots } from '#renderer/entities/access/use-key-slots.ts';
import { Switch } from '#renderer/ui/switch.tsx';

type Slots = NonNullable<ReturnType<typeof useKeySlots>['data']>;

type OnePhraseChoice = {
  readonly slots: Slots | undefined;
  readonly isWanted: boolean;
  readonly key: CurrentKey | undefined;
  /** What the words of the workspace are changed by; undefined where they stay as they are. */
  readonly current: Credential | undefined;
  /** False while what proves it is not typed yet. */
  readonly isReady: boolean;
  want(isWanted: boolean): void;
  type(key: CurrentKey): void;
};

/** Whether the words of the backup become those of this workspace too, which needs a key that opens it now. */
export function useOnePhraseChoice(isWantedFirst = true): OnePhraseChoice {
  const { data: slots } = useKeySlots();
  const [isWanted, want] = useState(isWantedFirst);
  const [typed, type] = useState<CurrentKey>();
  const key = typed ?? (slots ? firstKey(slots) : undefined);
  const current = isWanted && key ? toCredential(key) : undefined;
  return { slots, isWanted, key, current, isReady: !isWanted || current !== undefined, want, type };
}

type OnePhraseFieldsProps = {
  choice: OnePhraseChoice;
  hint: string;
  /** Where two phrases would leave a door open. */
  isFixed?: boolean;
  onEdited(): void;
};

export function OnePhraseFields({ choice, hint, isFixed = false, onEdited }: OnePhraseFieldsProps) {
  const { t } = useTranslation('backup');
  const id = useId();
  const { slots, isWanted, key } = choice;
  return (
    <div className="flex flex-col gap-4 rounded-xl border border-border-subtle bg-card p-4">
      <label htmlFor={id} className="flex items-start gap-4">
        <span className="min-w-0 flex-1">
          <span className="block text-sm font-semibold">{t('sameWords')}</span>
          <span className="mt-0.5 block text-[13px] leading-snug text-muted-foreground">{hint}</span>
        </span>
        {!isFixed && (
          <Switch
            id={id}
            checked={isWanted}
            onCheckedChange={(next) => {
              onEdited();
              choice.want(next);
            }}
          />
        )}
      </label>
      {isWanted && slots && key && (
        <CurrentKeyFields
          slots={slots}
          value={key}
          onValueChange={(next) => {
            onEdited();
            choice.type(next);
          }}
        />
      )}
    </div>
  );
}
