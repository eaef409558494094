import { Download, FolderOutput } from 'lucide-react';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useExport } from '#renderer/entities/export/export-everything.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Field } from '#renderer/ui/field.tsx';
import { CodeInput } from '#renderer/ui/input.tsx';
import { SectionHeading } from '#renderer/ui/page-header.tsx';

/** The way out is always open: everything, in files that other programs read and that import back. */
export function ExportSection() {
  const { t } = useTranslation('imports');
  const [path, setPath] = useState('');
  const archive = useExport();
  const folder = useExport();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (path.trim() !== '' && !folder.isPending) folder.mutate(path.trim());
  };
  return (
    <section aria-labelledby="export-heading" className="border-t border-border-subtle pt-8">
      <SectionHeading>
        <span id="export-heading">{t('exportTitle')}</span>
      </SectionHeading>
      <p className="mt-1 max-w-2xl text-sm leading-relaxed text-muted-foreground">{t('exportText')}</p>
      <div className="mt-4 flex flex-wrap items-end gap-3">
        <Button
          variant="outline"
          icon={<Download aria-hidden />}
          busy={archive.isPending}
          onClick={() => archive.mutate(undefined)}
        >
          {t('downloadArchive')}
        </Button>
        <form onSubmit={submit} className="flex min-w-72 flex-1 items-end gap-2">
          <Field label={t('exportFolder')} className="min-w-0 flex-1">
            {(control) => (
              <CodeInput
                {...control}
                placeholder={t('exportFolderExample')}
                value={path}
                onChange={(event) => setPath(event.target.value)}
              />
            )}
          </Field>
          <Button
            type="submit"
            icon={<FolderOutput aria-hidden />}
            busy={folder.isPending}
            disabled={path.trim() === ''}
          >
            {t('exportToFolder')}
          </Button>
        </form>
      </div>
    </section>
  );
}
