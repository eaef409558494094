import { ArrowDown, ArrowUp, ChevronRight, Ellipsis, Trash2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetColumn, DatasetGenerator } from '#shared/contracts/dataset-spec.ts';
import { cn } from '#renderer/lib/cn.ts';
import { Checkbox } from '#renderer/ui/checkbox.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { Select } from '#renderer/ui/select.tsx';
import { ColumnConstraints } from './column-constraints.tsx';
import { ColumnMaking } from './column-making.tsx';
import { COLUMN_TYPES, typeOf, withType } from './column-types.ts';
import { MADE_KINDS, newWay } from './made-kinds.ts';
import type { SpecColumn } from './spec-columns.ts';

type ColumnRowProps = {
  column: SpecColumn;
  generator: DatasetGenerator['kind'];
  isNameFree(name: string): boolean;
  onChange(patch: Partial<SpecColumn>): void;
  onMove: { readonly up: (() => void) | undefined; readonly down: (() => void) | undefined };
  onRemove(): void;
};

/** One column: its name, what it holds and how it is made; the rest opens below. */
export function ColumnRow(props: ColumnRowProps) {
  const { column, generator, onChange } = props;
  const { t } = useTranslation('datasets');
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const { name, schema, isRequired, made } = column;
  const type = typeOf(schema);
  return (
    <li>
      <div className="flex flex-wrap items-center gap-2 px-3 py-2">
        <IconButton
          size="sm"
          label={t('columnMore', { name })}
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onClick={() => setIsOpen(!isOpen)}
        >
          <ChevronRight
            aria-hidden
            className={cn('transition-transform', isOpen ? 'rotate-90' : 'rtl:rotate-180')}
          />
        </IconButton>
        <NameField {...props} />
        <Select
          label={t('columnType', { name })}
          value={type}
          options={COLUMN_TYPES.filter((one) => one !== 'composed' || type === 'composed').map((one) => ({
            value: one,
            label: t(`type_${one}`),
          }))}
          onValueChange={(next) => next !== 'composed' && onChange({ schema: withType(schema, next) })}
          className="h-8 w-36"
        />
        <Select
          label={t('columnMade', { name })}
          value={made?.kind ?? 'generator'}
          options={[
            { value: 'generator' as const, label: t(`made_generator_${generator}`) },
            ...MADE_KINDS.map((kind) => ({ value: kind, label: t(`made_${kind}`) })),
          ]}
          onValueChange={(kind: DatasetColumn['kind'] | 'generator') => {
            onChange({ made: kind === 'generator' ? null : newWay(kind, column) });
            if (kind !== 'generator') setIsOpen(true);
          }}
          className="h-8 w-44"
        />
        <div className="ms-auto flex items-center gap-2">
          <label className="flex items-center gap-2 ps-1 text-[13px] text-muted-foreground">
            <Checkbox
              aria-label={t('requiredNamed', { name })}
              checked={isRequired}
              onCheckedChange={(next) => onChange({ isRequired: next === true })}
            />
            <span aria-hidden>{t('required')}</span>
          </label>
          <ColumnMenu {...props} />
        </div>
      </div>
      {isOpen && (
        <div id={id} className="flex flex-col gap-4 bg-muted/40 px-5 py-4 ps-13">
          {made !== null && (
            <ColumnMaking made={made} name={name} onChange={(way) => onChange({ made: way })} />
          )}
          <ColumnConstraints schema={schema} type={type} onChange={(next) => onChange({ schema: next })} />
        </div>
      )}
    </li>
  );
}

/** Told when the field is left: a half-typed name would be another column. */
function NameField({ column: { name }, isNameFree, onChange }: ColumnRowProps) {
  const { t } = useTranslation('datasets');
  const [text, setText] = useState(name);
  useEffect(() => setText(name), [name]);
  const wanted = text.trim();
  const isTaken = wanted !== name && !isNameFree(wanted);
  const problem = wanted === '' ? t('columnEmpty') : isTaken ? t('columnTaken') : undefined;
  const commit = (): void => {
    if (problem !== undefined) setText(name);
    else if (wanted !== name) onChange({ name: wanted });
  };
  return (
    <CodeInput
      aria-label={t('columnName')}
      aria-invalid={problem === undefined ? undefined : true}
      title={problem}
      maxLength={200}
      value={text}
      onChange={(event) => setText(event.target.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === 'Enter') commit();
        if (event.key === 'Escape') setText(name);
      }}
      className="h-8 min-w-32 flex-1 basis-36 font-medium"
    />
  );
}

function ColumnMenu({ column: { name }, onMove, onRemove }: ColumnRowProps) {
  const { t } = useTranslation('datasets');
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <IconButton size="sm" label={t('columnActions', { name })}>
          <Ellipsis aria-hidden />
        </IconButton>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        {onMove.up && (
          <DropdownMenuItem icon={<ArrowUp aria-hidden />} onSelect={onMove.up}>
            {t('moveUp')}
          </DropdownMenuItem>
        )}
        {onMove.down && (
          <DropdownMenuItem icon={<ArrowDown aria-hidden />} onSelect={onMove.down}>
            {t('moveDown')}
          </DropdownMenuItem>
        )}
        {(onMove.up || onMove.down) && <DropdownMenuSeparator />}
        <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
          {t('removeColumn')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
