import { FileSpreadsheet, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import type { DescribeForm } from './describe-state.ts';

const MOST_CHARACTERS = 5_000_000;

type ExampleFileProps = {
  file: DescribeForm['file'];
  error: string | undefined;
  onChange(file: DescribeForm['file']): void;
};

/** A file whose records show what is meant; its text goes to the app and nowhere else by that. */
export function ExampleFile({ file, error, onChange }: ExampleFileProps) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  const [isTooLarge, setIsTooLarge] = useState(false);
  const take = async (chosen: File | undefined): Promise<void> => {
    if (chosen === undefined) return;
    const text = chosen.size > MOST_CHARACTERS * 4 ? '' : await chosen.text();
    const isLarge = text.length > MOST_CHARACTERS || chosen.size > MOST_CHARACTERS * 4;
    setIsTooLarge(isLarge);
    if (!isLarge) onChange({ name: chosen.name, text });
  };
  const note = isTooLarge ? t('fileTooLarge') : error;
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-[13px] font-medium">{t('file')}</p>
      <input
        ref={input}
        type="file"
        hidden
        aria-label={t('file')}
        accept=".csv,.json,.jsonl,.ndjson"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      <div
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          void take(event.dataTransfer.files[0]);
        }}
        className="flex min-h-16 items-center gap-3 rounded-lg border border-dashed border-border bg-field px-4"
      >
        <FileSpreadsheet aria-hidden className="size-4.5 shrink-0 text-muted-foreground" />
        {file !== null && (
          <>
            <span dir="auto" className="min-w-0 truncate text-sm">
              {file.name} <span className="text-meta">{format.bytes(file.text.length)}</span>
            </span>
            <IconButton size="xs" label={t('removeFile')} onClick={() => onChange(null)}>
              <X aria-hidden />
            </IconButton>
          </>
        )}
        <Button size="sm" variant="outline" className="ms-auto" onClick={() => input.current?.click()}>
          {t('chooseFile')}
        </Button>
      </div>
      <p
        role="status"
        className={note === undefined ? 'text-xs text-muted-foreground' : 'text-xs text-danger-text'}
      >
        {note ?? t('fileHint')}
      </p>
    </div>
  );
}
