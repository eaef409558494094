import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { SpecForm } from './spec-form.tsx';
import { SpecTextEditor, type SpecTextEditorProps } from './spec-text-editor.tsx';

type View = 'form' | 'text';

/** A definition as form or as text; what is changed in one is there in the other. */
export function SpecEditor(props: Omit<SpecTextEditorProps, 'label'>) {
  const { t } = useTranslation('datasets');
  const [view, setView] = useState<View>('form');
  return (
    <>
      <Segmented<View>
        label={t('viewAs')}
        value={view}
        onValueChange={setView}
        segments={[
          { value: 'form', label: t('form') },
          { value: 'text', label: t('text') },
        ]}
        className="self-start"
      />
      {view === 'form' ? (
        <SpecForm spec={props.spec} onChange={props.onChange} />
      ) : (
        <SpecTextEditor label={t('specText')} {...props} />
      )}
    </>
  );
}
