import { useId, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';

export type FieldControlProps = { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true };

type FieldProps = {
  label: ReactNode;
  hint?: ReactNode;
  error?: ReactNode;
  optional?: boolean;
  className?: string;
  children(control: FieldControlProps): ReactNode;
};

/** Label, control, hint and error of one form field, wired together for screen readers. */
export function Field({ label, hint, error, optional = false, className, children }: FieldProps) {
  const id = useId();
  const { t } = useTranslation();
  const note = error ?? hint;
  return (
    <div className={cn('flex flex-col gap-1.5', className)}>
      <label htmlFor={id} className="text-[13px] font-medium text-foreground">
        {label}
        {optional && <span className="ms-1.5 font-normal text-subtle-foreground">{t('optional')}</span>}
      </label>
      {children({
        id,
        'aria-describedby': note === undefined ? undefined : `${id}-note`,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {note !== undefined && (
        <p
          id={`${id}-note`}
          className={cn('text-xs', error === undefined ? 'text-muted-foreground' : 'text-danger-text')}
        >
          {note}
        </p>
      )}
    </div>
  );
}
