import { Pencil, PlugZap, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DropdownMenuItem, DropdownMenuSeparator } from '#renderer/ui/dropdown-menu.tsx';

type SourceMenuProps = {
  onEdit(): void;
  onTest(): void;
  onRemove(): void;
  /** What only sources of this kind offer. */
  children?: ReactNode;
};

export function SourceMenu({ onEdit, onTest, onRemove, children }: SourceMenuProps) {
  const { t } = useTranslation('connections');
  const { t: common } = useTranslation();
  return (
    <>
      <DropdownMenuItem icon={<Pencil aria-hidden />} onSelect={onEdit}>
        {common('edit')}
      </DropdownMenuItem>
      <DropdownMenuItem icon={<PlugZap aria-hidden />} onSelect={onTest}>
        {t('test')}
      </DropdownMenuItem>
      {children}
      <DropdownMenuSeparator />
      <DropdownMenuItem danger icon={<Trash2 aria-hidden />} onSelect={onRemove}>
        {common('remove')}
      </DropdownMenuItem>
    </>
  );
}
