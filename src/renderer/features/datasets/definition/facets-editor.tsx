import { Plus, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { DatasetFacet, DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { Button } from '#renderer/ui/button.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Input } from '#renderer/ui/input.tsx';
import { EditorSection, type SpecEditorProps } from './editor-section.tsx';
import { WeightedValues } from './weighted-values.tsx';

const MOST = 20;

/** What keeps records apart: each is told one value of each facet. */
export function FacetsEditor({ spec, onChange }: SpecEditorProps) {
  const { t } = useTranslation('datasets');
  const { facets } = spec;
  const set = (next: DatasetFacet[]): void => onChange({ ...spec, facets: next });
  return (
    <EditorSection
      title={t('facets')}
      text={facets.length === 0 ? t('noFacets') : t('facetsText')}
      actions={
        <Button
          size="sm"
          variant="ghost"
          icon={<Plus aria-hidden />}
          disabled={facets.length >= MOST}
          onClick={() => set([...facets, newFacet(spec, t('newFacet'), t('newValue'))])}
        >
          {t('addFacet')}
        </Button>
      }
    >
      {facets.map((facet, at) => (
        <div
          // Its place is what it is known by: two may say the same while one is typed.
          // eslint-disable-next-line react/no-array-index-key
          key={at}
          className="flex flex-col gap-3 px-5 py-4"
        >
          <div className="flex items-center gap-2">
            <Input
              aria-label={t('facetNamed', { name: facet.name })}
              value={facet.name}
              maxLength={100}
              onChange={(event) => set(facets.with(at, { ...facet, name: event.target.value }))}
              className="h-8 max-w-56 font-medium"
            />
            <IconButton
              label={t('removeFacet', { name: facet.name })}
              onClick={() => set(facets.toSpliced(at, 1))}
              className="ms-auto"
            >
              <Trash2 aria-hidden />
            </IconButton>
          </div>
          <WeightedValues
            name={facet.name}
            values={facet.values}
            onChange={(values) => set(facets.with(at, { ...facet, values }))}
          />
        </div>
      ))}
    </EditorSection>
  );
}

function newFacet({ facets }: DatasetSpec, stem: string, value: string): DatasetFacet {
  const taken = new Set(facets.map(({ name }) => name));
  let name = stem;
  for (let number = 2; taken.has(name); number++) name = `${stem} ${number}`;
  return { name, values: [{ value, weight: 1 }] };
}
