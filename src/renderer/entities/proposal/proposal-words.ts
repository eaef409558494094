import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proposal } from '#shared/contracts/proposals.ts';
import { useFormat, type Formatter } from '#renderer/lib/format.ts';

type Shown = Pick<Proposal, 'actionId' | 'actionTitle' | 'kind' | 'preview'>;

/** A field of a change to several items stands under the item's name: `Write the report: dueDate`. */
export type ReadField = { readonly item: string | null; readonly name: string };

export function readField(field: string): ReadField {
  const cut = field.lastIndexOf(': ');
  return cut === -1 ? { item: null, name: field } : { item: field.slice(0, cut), name: field.slice(cut + 2) };
}

/** `waitsForCheckpointIds` as words, for a field that has no name of its own. */
function spelledOut(name: string): string {
  const words = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

function shownValue(name: string, value: string, format: Formatter): string {
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.day(value);
  if (name === 'dueTime' && /^\d{2}:\d{2}$/.test(value)) return format.time(value);
  if (name === 'estimateMinutes' && /^\d+$/.test(value)) return format.duration(Number(value));
  return value;
}

/** How a proposal is told: the catalogue's words where it has them, the action's own elsewhere. */
export function useProposalWords() {
  const { t, i18n } = useTranslation('inbox');
  const { t: common } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    // Keys that come over the wire can't be checked at compile time; existence is checked here.
    const known = (key: string): string | undefined =>
      i18n.exists(`inbox:${key}`) ? t(key as 'title') : undefined;
    const itemCount = ({ preview }: Shown): number =>
      new Set(preview.fields.map(({ field }) => readField(field).item)).size;
    return {
      /** "New task". */
      verb: ({ actionId, actionTitle }: Pick<Shown, 'actionId' | 'actionTitle'>): string =>
        known(`does_${actionId}`) ?? actionTitle,
      /** What it is about: the item's name, or how many there are. */
      title: (proposal: Shown): string => {
        const { subject, summary } = proposal.preview;
        if (subject !== null && subject !== '') return subject;
        const count = itemCount(proposal);
        return count > 1 ? t('severalItems', { count }) : summary;
      },
      kind: (kind: string): string => known(`kind_${kind}`) ?? spelledOut(kind),
      field: (name: string): string => known(`field_${name}`) ?? spelledOut(name),
      value: (name: string, value: string): string => {
        if (value === 'true' || value === 'false') return t(`value_${value}`);
        if (name === 'place' && value === 'trash') return t('value_trash');
        if (name === 'priority' && i18n.exists(`common:priority_${value}`))
          return common(`priority_${value}` as 'priority_none');
        if (name === 'status' && i18n.exists(`common:status_${value}`))
          return common(`status_${value}` as 'status_todo');
        return shownValue(name, value, format);
      },
    };
  }, [t, i18n, common, format]);
}
