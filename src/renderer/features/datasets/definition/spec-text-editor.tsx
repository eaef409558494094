import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import { toastError } from '#renderer/lib/toast.ts';
import { useDebounced } from '#renderer/lib/use-debounced.ts';
import type { CodeEditorHandle } from '#renderer/ui/code-editor.tsx';
import { ListSkeleton } from '#renderer/ui/skeleton.tsx';
import { ProblemList } from './problem-list.tsx';
import { useSpecReading, useWriteSpec } from './use-spec-text.ts';

const CodeEditor = lazy(async () => ({
  default: (await import('#renderer/ui/code-editor.tsx')).CodeEditor,
}));

const PAUSE_MS = 300;

export type SpecTextEditorProps = {
  label: string;
  format: 'json' | 'yaml';
  spec: DatasetSpec;
  onChange(spec: DatasetSpec): void;
  /** Whether what stands there cannot be used; the former definition counts until then. */
  onWrong(isWrong: boolean): void;
};

/** The whole definition as text. What is wrong is told by line, and leads there. */
export function SpecTextEditor({ label, format, spec, onChange, onWrong }: SpecTextEditorProps) {
  const { t } = useTranslation('datasets');
  const write = useWriteSpec();
  const editor = useRef<CodeEditorHandle>(null);
  const [text, setText] = useState<string>();
  const [typed, setTyped] = useState<string | null>(null);
  const settled = useDebounced(typed, PAUSE_MS);
  const { data: reading } = useSpecReading(settled);
  const shown = useRef('');
  const content = JSON.stringify(spec);
  useEffect(() => {
    // What came of the typing itself is there already, in the person's own words.
    if (content === shown.current) return;
    shown.current = content;
    setTyped(null);
    void write(spec, format).then(setText, toastError);
    // The writer is made anew with each drawing and does the same.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [content, format]);
  useEffect(() => {
    if (reading === undefined || settled === null) return;
    onWrong(reading.spec === null);
    if (reading.spec === null) return;
    const next = JSON.stringify(reading.spec);
    if (next === shown.current) return;
    shown.current = next;
    onChange(reading.spec);
    // Told once for each reading.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [reading]);
  // A text that was left half way does not hold the form up.
  useEffect(() => () => onWrong(false), []); // eslint-disable-line react-hooks/exhaustive-deps
  const problems = typed === null ? [] : (reading?.problems ?? []);
  if (text === undefined) return <ListSkeleton rows={8} />;
  return (
    <div className="flex flex-col gap-3">
      <Suspense fallback={<ListSkeleton rows={8} />}>
        <CodeEditor
          ref={editor}
          label={label}
          value={text}
          onValueChange={setTyped}
          language={format}
          wrongLines={problems.flatMap(({ line, isWarning }) => (line === null || isWarning ? [] : [line]))}
        />
      </Suspense>
      <ProblemList problems={problems} onGoTo={(line) => editor.current?.goToLine(line)} />
      <p className="text-meta">{t('textHint')}</p>
    </div>
  );
}
