import { Eye, EyeOff } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';
import { cn } from '../lib/cn.ts';
import { Input } from './input.tsx';

/** A secret with a button that shows it while it is typed. Never remembered, corrected or spell-checked. */
export function PassphraseInput({ className, ...props }: Omit<ComponentProps<'input'>, 'type'>) {
  const { t } = useTranslation();
  const [isShown, setIsShown] = useState(false);
  const Icon = isShown ? EyeOff : Eye;
  return (
    <div className={cn('relative', className)}>
      <Input
        type={isShown ? 'text' : 'password'}
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        className="pe-10"
        {...props}
      />
      <button
        type="button"
        aria-label={t(isShown ? 'hidePassphrase' : 'showPassphrase')}
        aria-pressed={isShown}
        onClick={() => setIsShown(!isShown)}
        className="absolute end-1.5 top-1.5 grid size-6 place-items-center rounded-md text-muted-foreground hover:bg-accent hover:text-foreground"
      >
        <Icon aria-hidden className="size-4" />
      </button>
    </div>
  );
}
