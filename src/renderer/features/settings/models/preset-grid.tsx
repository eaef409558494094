import { Cloud, Laptop, Server, type LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProviderPreset } from '#shared/contracts/models.ts';

type PresetGridProps = { presets: readonly ProviderPreset[]; onChoose(preset: ProviderPreset): void };

/** Where a model can be asked: what stays on this computer first. */
export function PresetGrid({ presets, onChoose }: PresetGridProps) {
  const { t } = useTranslation('models');
  const own = presets.filter((preset) => preset.baseUrl === null);
  const local = presets.filter((preset) => preset.baseUrl !== null && !preset.needsKey);
  const cloud = presets.filter((preset) => preset.baseUrl !== null && preset.needsKey);
  return (
    <div className="flex flex-col gap-5">
      <PresetSection title={t('onThisComputer')} icon={Laptop} presets={local} onChoose={onChoose} />
      <PresetSection title={t('elsewhere')} icon={Cloud} presets={cloud} onChoose={onChoose} />
      <PresetSection title={t('ownServer')} icon={Server} presets={own} onChoose={onChoose} />
    </div>
  );
}

type PresetSectionProps = PresetGridProps & { title: string; icon: LucideIcon };

function PresetSection({ title, icon: Icon, presets, onChoose }: PresetSectionProps) {
  const { t } = useTranslation('models');
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h3 id={id} className="text-[13px] font-medium text-muted-foreground">
        {title}
      </h3>
      <ul className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-2.5">
        {presets.map((preset) => (
          <li key={preset.kind}>
            <button
              type="button"
              onClick={() => onChoose(preset)}
              className="flex w-full items-center gap-3 rounded-xl border border-border bg-card p-3 text-start transition-[border-color,box-shadow] hover:border-control hover:shadow-raised"
            >
              <span className="grid size-9 shrink-0 place-items-center rounded-lg bg-muted text-muted-foreground">
                <Icon aria-hidden className="size-4.5" strokeWidth={1.8} />
              </span>
              <span className="min-w-0">
                <span className="block truncate text-sm font-semibold">
                  {preset.kind === 'openai_compatible' ? t('compatible') : preset.name}
                </span>
                <span className="block truncate text-xs text-muted-foreground">
                  {t(`kind_${preset.kind}`)}
                </span>
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
