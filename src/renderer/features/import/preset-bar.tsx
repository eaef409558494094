import { Bookmark, Trash2 } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnMapping, ImportKind } from '#shared/contracts/imports.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#renderer/ui/popover.tsx';
import { usePresets, usePresetWrites } from './queries.ts';

type PresetBarProps = {
  kind: ImportKind;
  mapping: ColumnMapping;
  onMappingChange(mapping: ColumnMapping): void;
};

/** Mappings that are kept by name, for tables that come again every month. */
export function PresetBar({ kind, mapping, onMappingChange }: PresetBarProps) {
  const { t } = useTranslation('imports');
  const [isOpen, setIsOpen] = useState(false);
  const [name, setName] = useState('');
  const presets = usePresets(kind);
  const { save, remove } = usePresetWrites();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (name.trim() === '') return;
    save.mutate({ name: name.trim(), kind, mapping }, { onSuccess: () => setName('') });
  };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button variant="outline" icon={<Bookmark aria-hidden />}>
          {t('presets')}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label={t('presets')} className="w-80">
        {presets.length === 0 && <p className="text-[13px] text-muted-foreground">{t('noPresets')}</p>}
        <ul className="flex flex-col">
          {presets.map((preset) => (
            <li key={preset.name} className="flex items-center gap-1">
              <Button
                variant="ghost"
                size="sm"
                className="min-w-0 flex-1 justify-start"
                onClick={() => {
                  onMappingChange(preset.mapping);
                  setIsOpen(false);
                }}
              >
                <span className="truncate">{preset.name}</span>
              </Button>
              <IconButton
                label={t('removePreset', { name: preset.name })}
                variant="danger-ghost"
                onClick={() => remove.mutate(preset)}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
        <form onSubmit={submit} className="mt-3 flex items-end gap-2 border-t border-border-subtle pt-3">
          <Field label={t('presetName')} className="min-w-0 flex-1">
            {(control) => (
              <Input
                {...control}
                maxLength={100}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <Button type="submit" busy={save.isPending} disabled={name.trim() === ''}>
            {t('keep')}
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
