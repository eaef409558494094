import { Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { WeightedValue } from '#shared/contracts/dataset-spec.ts';
import { useFormat } from '#renderer/lib/format.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { scalarOf, scalarText, sharesOf, withShare } from './facet-shares.ts';

type WeightedValuesProps = {
  /** What the values are of, for the names of the fields. */
  name: string;
  values: readonly WeightedValue[];
  onChange(values: WeightedValue[]): void;
};

const BAR =
  'h-2 min-w-0 flex-1 cursor-pointer appearance-none rounded-full outline-offset-4 disabled:cursor-default [&::-webkit-slider-thumb]:size-3.5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:border-2 [&::-webkit-slider-thumb]:border-card [&::-webkit-slider-thumb]:bg-primary [&::-webkit-slider-thumb]:shadow-raised [&::-moz-range-thumb]:size-3 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border-card [&::-moz-range-thumb]:bg-primary';

/** Values and how often each is drawn: a bar is dragged or moved by the arrow keys, the others make room. */
export function WeightedValues({ name, values, onChange }: WeightedValuesProps) {
  const { t } = useTranslation('datasets');
  const format = useFormat();
  const shares = sharesOf(values);
  const mean = values.reduce((sum, { weight }) => sum + weight, 0) / Math.max(values.length, 1);
  return (
    <div className="flex flex-col gap-1.5">
      <ul className="flex flex-col gap-1.5">
        {values.map((one, at) => {
          const share = shares[at] ?? 0;
          const text = scalarText(one.value);
          return (
            <li
              // Its place is what it is known by: two may say the same while one is typed.
              // eslint-disable-next-line react/no-array-index-key
              key={at}
              className="flex items-center gap-3"
            >
              <Input
                aria-label={t('facetValue', { number: at + 1, name })}
                value={text}
                onChange={(event) =>
                  onChange(values.with(at, { ...one, value: scalarOf(event.target.value) }))
                }
                className="h-8 w-44 shrink-0"
              />
              <input
                type="range"
                aria-label={t('facetShare', { value: text })}
                aria-valuetext={format.percent(share / 100)}
                min={0}
                max={99}
                value={Math.round(share)}
                disabled={values.length < 2}
                onChange={(event) => onChange(withShare(values, at, Number(event.target.value)))}
                className={BAR}
                style={{
                  background: `linear-gradient(to right, var(--primary) ${share}%, var(--accent) ${share}%)`,
                }}
              />
              <span aria-hidden className="w-10 shrink-0 text-end text-meta tabular-nums">
                {format.percent(share / 100)}
              </span>
              <IconButton
                size="xs"
                label={t('removeValue', { value: text })}
                disabled={values.length < 2}
                onClick={() => onChange(values.toSpliced(at, 1))}
              >
                <X aria-hidden />
              </IconButton>
            </li>
          );
        })}
      </ul>
      <Button
        size="xs"
        variant="ghost"
        className="self-start"
        icon={<Plus aria-hidden />}
        onClick={() =>
          onChange([...values, { value: freeValue(values, t('newValue')), weight: mean > 0 ? mean : 1 }])
        }
      >
        {t('addValue')}
      </Button>
    </div>
  );
}

function freeValue(values: readonly WeightedValue[], stem: string): string {
  const taken = new Set(values.map(({ value }) => value));
  let text = stem;
  for (let number = 2; taken.has(text); number++) text = `${stem} ${number}`;
  return text;
}
