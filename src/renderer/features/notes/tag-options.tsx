import { useMemo } from 'react';
import { colourFor } from '#renderer/lib/palette.ts';
import type { PickerOption } from '#renderer/ui/picker-list.tsx';
import { ColourDot } from '#renderer/ui/tag-chip.tsx';
import { useKnownTags } from './queries.ts';

export function tagOption(tag: string): PickerOption {
  return { value: tag, label: tag, icon: <ColourDot colour={colourFor(tag)} className="size-2.5" /> };
}

export function useTagOptions(enabled = true): { options: readonly PickerOption[]; isLoading: boolean } {
  const { data, isLoading } = useKnownTags(enabled);
  const options = useMemo(() => (data ?? []).map(({ tag }) => tagOption(tag)), [data]);
  return { options, isLoading };
}

/** A tag has no spaces, commas or leading #. */
export function toTag(name: string): string {
  return name
    .trim()
    .replace(/^#+/, '')
    .replaceAll(/[\s,]+/g, '-')
    .slice(0, 60);
}
