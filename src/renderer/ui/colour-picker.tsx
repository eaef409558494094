import { Check } from 'lucide-react';
import { RadioGroup } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import type { Colour } from '#shared/contracts/common.ts';
import { cn } from '../lib/cn.ts';
import { COLOUR_NAMES, colourValue } from '../lib/palette.ts';

type ColourPickerProps = {
  value: Colour;
  onValueChange(value: Colour): void;
  label?: string;
  className?: string;
};

export function ColourPicker({ value, onValueChange, label, className }: ColourPickerProps) {
  const { t } = useTranslation();
  return (
    <RadioGroup.Root
      aria-label={label ?? t('chooseColour')}
      value={value}
      // The items below are the only values it can report.
      onValueChange={(next) => onValueChange(next as Colour)}
      className={cn('flex flex-wrap gap-2', className)}
    >
      {COLOUR_NAMES.map((colour) => (
        <RadioGroup.Item
          key={colour}
          value={colour}
          aria-label={t(`colour_${colour}`)}
          title={t(`colour_${colour}`)}
          className="grid size-6 place-items-center rounded-full transition-transform hover:scale-110"
          style={{ backgroundColor: colourValue(colour) }}
        >
          <RadioGroup.Indicator>
            <Check aria-hidden className="size-3.5 text-black" strokeWidth={2.6} />
          </RadioGroup.Indicator>
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
