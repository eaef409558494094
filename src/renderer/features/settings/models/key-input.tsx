import type { ComponentProps } from 'react';
import { Button } from '#renderer/ui/button.tsx';
import { PassphraseInput } from '#renderer/ui/passphrase-input.tsx';

type KeyInputProps = {
  control: ComponentProps<typeof PassphraseInput>;
  draft: { readonly key: string };
  /** One is kept already, and stays where nothing is typed. */
  isKept: boolean;
  labels: { readonly kept: string; readonly forget: string };
  onChange(change: { key?: string; isKeyForgotten: boolean }): void;
};

/** A key is typed and never shown again; one that is kept can be forgotten. */
export function KeyInput({ control, draft, isKept, labels, onChange }: KeyInputProps) {
  return (
    <div className="flex gap-1.5">
      <PassphraseInput
        {...control}
        dir="ltr"
        autoComplete="new-password"
        placeholder={isKept ? labels.kept : undefined}
        value={draft.key}
        onChange={(event) => onChange({ key: event.target.value, isKeyForgotten: false })}
        className="min-w-0 flex-1"
      />
      {isKept && draft.key === '' && (
        <Button variant="ghost" onClick={() => onChange({ isKeyForgotten: true })}>
          {labels.forget}
        </Button>
      )}
    </div>
  );
}
