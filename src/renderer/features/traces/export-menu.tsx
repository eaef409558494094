import { Braces, Download, MessageSquareText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '#renderer/ui/button.tsx';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from '#renderer/ui/dropdown-menu.tsx';

type ExportMenuProps = { isBusy: boolean; onExport(withContent: boolean): void };

/** What was said leaves the encrypted workspace with the file, so that is asked each time. */
export function ExportMenu({ isBusy, onExport }: ExportMenuProps) {
  const { t } = useTranslation('traces');
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="outline" icon={<Download aria-hidden />} busy={isBusy}>
          {t('exportOtlp')}
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end">
        <DropdownMenuItem icon={<Braces aria-hidden />} onSelect={() => onExport(false)}>
          {t('exportPlain')}
        </DropdownMenuItem>
        <DropdownMenuItem icon={<MessageSquareText aria-hidden />} onSelect={() => onExport(true)}>
          {t('exportWhole')}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
