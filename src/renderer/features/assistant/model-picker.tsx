import { Check, ChevronDown, Cloud, Cpu, Laptop, Settings2 } from 'lucide-react';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useProviders } from '#renderer/entities/model/model-queries.ts';
import { reachOf } from '#renderer/entities/model/reach.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { MODEL_SETTINGS } from './model-settings.ts';
import { PICKER_CHIP } from './scope-picker.tsx';

type ModelPickerProps = { value: string | null; onChange(model: string | null): void };

/** Which model is asked: the order of the settings, or one that was chosen for this conversation. */
export function ModelPicker({ value, onChange }: ModelPickerProps) {
  const { t } = useTranslation('assistant');
  const router = useRouter();
  const { data = [] } = useProviders();
  const usable = data.filter(({ isEnabled, chatModel }) => isEnabled && chatModel !== '');
  const chosen = usable.find(({ id, chatModel }) => `${id}/${chatModel}` === value);
  const gone = value === null ? t('modelAuto') : (value.split('/').at(-1) ?? t('modelGone'));
  const label = usable.length === 0 ? t('modelNone') : (chosen?.chatModel ?? gone);
  return (
    <DropdownMenu>
      <DropdownMenuTrigger aria-label={`${t('model')}: ${label}`} className={PICKER_CHIP}>
        <Cpu aria-hidden className="size-3.5" />
        <span className="max-w-32 truncate">{label}</span>
        <ChevronDown aria-hidden className="size-3" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="start" side="top" className="w-72">
        {usable.length > 0 && (
          <DropdownMenuItem
            icon={value === null ? <Check aria-hidden /> : <Cpu aria-hidden />}
            onSelect={() => onChange(null)}
          >
            {t('modelAuto')}
            <span className="block truncate text-meta">{t('modelAutoText')}</span>
          </DropdownMenuItem>
        )}
        {usable.map((provider) => {
          const key = `${provider.id}/${provider.chatModel}`;
          const isAway = reachOf(provider) === 'away';
          const Icon = key === value ? Check : isAway ? Cloud : Laptop;
          return (
            <DropdownMenuItem key={provider.id} icon={<Icon aria-hidden />} onSelect={() => onChange(key)}>
              {provider.chatModel}
              <span className="block truncate text-meta">
                {provider.name} · {t(isAway ? 'reachAway' : 'onComputer')}
              </span>
            </DropdownMenuItem>
          );
        })}
        {usable.length > 0 && <DropdownMenuSeparator />}
        <DropdownMenuItem
          icon={<Settings2 aria-hidden />}
          onSelect={() => router.history.push(MODEL_SETTINGS)}
        >
          {t('modelSetUp')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
