import { Equal, EqualApproximately } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '#renderer/lib/format.ts';
import { Tooltip } from '#renderer/ui/tooltip.tsx';
import type { FoundHit } from './best-order.ts';

/** Why a result is here: its words, its meaning or both, with the places when one looks closer. */
export function WhyMark({ found }: { found: FoundHit }) {
  const { t } = useTranslation('search');
  const details = useWhy(found);
  const { near, hasWords } = found;
  if (near === null) return null;
  const isByWords = hasWords || near.why.words.length > 0;
  const isByMeaning = near.why.meaningRank !== null;
  return (
    <Tooltip content={<span className="whitespace-pre-line">{details.join('\n')}</span>} side="left">
      <span className="flex shrink-0 items-center gap-1 text-meta">
        {isByWords && <Equal aria-hidden className="size-3.5" />}
        {isByMeaning && <EqualApproximately aria-hidden className="size-3.5" />}
        <span className={isByWords ? 'sr-only' : '@max-2xl:sr-only'}>
          {t(!isByWords ? 'whyMeaning' : isByMeaning ? 'whyBoth' : 'whyWords')}
        </span>
      </span>
    </Tooltip>
  );
}

function useWhy({ near, hasWords }: FoundHit): readonly string[] {
  const { t } = useTranslation('search');
  const format = useFormat();
  if (near === null) return [];
  const { words, wordRank, meaningRank, similarity } = near.why;
  const isByWords = hasWords || words.length > 0;
  return [
    isByWords
      ? words.length === 0
        ? t('whyWords')
        : t('whyTheseWords', { words: words.join(', ') })
      : t('whyNoWords'),
    ...(wordRank === null ? [] : [t('whyWordPlace', { place: wordRank })]),
    ...(meaningRank === null
      ? []
      : [t('whyMeaningPlace', { place: meaningRank, share: format.percent(Math.max(0, similarity ?? 0)) })]),
  ];
}
