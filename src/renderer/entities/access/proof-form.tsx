import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { SlotKind } from '#shared/contracts/system.ts';
import { describeError } from '#renderer/lib/describe-error.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ErrorState } from '#renderer/ui/error-state.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import type { Credential } from './credential.ts';
import { CurrentKeyFields, firstKey, toCredential } from './current-key.tsx';
import { useKeySlots } from './use-key-slots.ts';

type ProofFormProps = {
  label: string;
  /** False while something else of the form is missing. */
  isReady?: boolean;
  isBusy: boolean;
  error: unknown;
  onEdited(): void;
  onProven(current: Credential): void;
  onClose(): void;
  /** Fields above the key. */
  children?: ReactNode;
};

/** For what needs a key that opens this workspace, even while it is open. */
export function ProofForm(props: ProofFormProps) {
  const slots = useKeySlots();
  if (slots.data) return <LoadedForm {...props} slots={slots.data} />;
  if (slots.error) return <ErrorState error={slots.error} onRetry={() => void slots.refetch()} />;
  return <ListSkeleton rows={3} />;
}

type Slots = readonly { readonly kind: SlotKind }[];

function LoadedForm(props: ProofFormProps & { slots: Slots }) {
  const { slots, label, isReady = true, isBusy, error, onEdited, onProven, onClose, children } = props;
  const { t } = useTranslation();
  const [current, setCurrent] = useState(() => firstKey(slots));
  const credential = toCredential(current);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (credential && isReady && !isBusy) onProven(credential);
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-5">
      {children}
      <CurrentKeyFields
        slots={slots}
        value={current}
        onValueChange={(value) => {
          onEdited();
          setCurrent(value);
        }}
        error={error ? describeError(error).message : undefined}
      />
      <div className="flex justify-end gap-2">
        <Button variant="ghost" disabled={isBusy} onClick={onClose}>
          {t('cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={!credential || !isReady} busy={isBusy}>
          {label}
        </Button>
      </div>
    </form>
  );
}
