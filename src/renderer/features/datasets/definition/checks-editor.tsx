import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatasetCheck } from '#shared/contracts/dataset-spec.ts';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { CheckFields } from './check-fields.tsx';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { columnsOf } from './spec-columns.ts';

const KINDS = [
  'regex',
  'unique',
  'range',
  'length',
  'code',
  'judge',
  'pii',
] as const satisfies readonly DatasetCheck['kind'][];
const MOST = 50;

function newCheck(kind: DatasetCheck['kind'], column: string): DatasetCheck {
  switch (kind) {
    case 'regex':
      return { kind, column, pattern: '\\S' };
    case 'unique':
      return { kind, columns: [column] };
    case 'range':
      return { kind, column, min: 0 };
    case 'length':
      return { kind, column, min: 1 };
    case 'code':
      return { kind, code: 'true' };
    case 'judge':
      return {
        kind,
        name: 'believable',
        rubric: 'Could this be real? 5 is beyond doubt, 1 is nonsense.',
        minScore: 3,
      };
    case 'pii':
      return { kind, columns: [] };
  }
}

/** What each record is held against, beyond its schema. */
export function ChecksEditor({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  const names = columnsOf(spec).map(({ name }) => name);
  const { checks } = spec;
  const set = (next: DatasetCheck[]): void => onChange({ ...spec, checks: next });
  return (
    <EditorSection
      title={t('checks')}
      text={checks.length === 0 ? t('noChecks') : t('checksText')}
      actions={
        <DropdownMenu>
          <DropdownMenuTrigger asChild>
            <Button size="sm" variant="ghost" icon={<Plus aria-hidden />} disabled={checks.length >= MOST}>
              {t('addCheck')}
            </Button>
          </DropdownMenuTrigger>
          <DropdownMenuContent align="end">
            {KINDS.map((kind) => (
              <DropdownMenuItem
                key={kind}
                onSelect={() => set([...checks, newCheck(kind, names[0] ?? 'id')])}
              >
                {t(`check_${kind}`)}
              </DropdownMenuItem>
            ))}
          </DropdownMenuContent>
        </DropdownMenu>
      }
    >
      {checks.map((check, at) => (
        <div
          // eslint-disable-next-line react/no-array-index-key
          key={at}
          role="group"
          aria-label={t(`check_${check.kind}`)}
          className="flex gap-3 px-5 py-4"
        >
          <div className="min-w-0 flex-1">
            <p className="mb-2.5 text-[13px] font-semibold">{t(`check_${check.kind}`)}</p>
            <CheckFields check={check} columns={names} onChange={(next) => set(checks.with(at, next))} />
          </div>
          <IconButton
            label={t('removeCheck', { name: check.name ?? t(`check_${check.kind}`) })}
            onClick={() => set(checks.toSpliced(at, 1))}
          >
            <Trash2 aria-hidden />
          </IconButton>
        </div>
      ))}
    </EditorSection>
  );
}
