import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { LanguageDescription } from '@codemirror/language';
import { languages } from '@codemirror/language-data';
import {
  Decoration,
  EditorView,
  keymap,
  lineNumbers,
  ViewPlugin,
  type DecorationSet,
  type ViewUpdate,
} from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef, useState, type Ref } from 'react';
import { cn } from '../lib/cn.ts';
import { codeTheme } from './code-theme.ts';
import { FIELD_STYLES } from './input.tsx';

export type CodeEditorHandle = { goToLine(line: number): void };

export type CodeEditorProps = {
  label: string;
  /** Read once, and again when it is another than what was last told or given. */
  value: string;
  onValueChange?(value: string): void;
  language: 'json' | 'yaml' | 'javascript';
  /** From 1; marked in the margin. */
  wrongLines?: readonly number[];
  ref?: Ref<CodeEditorHandle>;
  className?: string;
};

const frame = EditorView.theme({
  '& .cm-scroller': { fontFamily: 'var(--font-mono, monospace)', lineHeight: '1.6' },
  '& .cm-content': { padding: '8px 0' },
  '& .cm-gutters': {
    display: 'flex',
    backgroundColor: 'transparent',
    color: 'var(--muted-foreground)',
    border: 'none',
    paddingInlineEnd: '6px',
  },
  '& .cm-wrong-line': {
    backgroundColor: 'var(--danger-soft)',
    boxShadow: 'inset 2px 0 0 var(--danger)',
  },
});

const wrong = Decoration.line({ class: 'cm-wrong-line' });

/** Lines are looked up at each update, so that what is told later is marked without making the editor anew. */
function wrongLinePlugin(linesNow: () => readonly number[]) {
  const mark = (view: EditorView): DecorationSet => {
    const { doc } = view.state;
    const known = linesNow().filter((line) => line >= 1 && line <= doc.lines);
    const sorted = [...new Set(known)].toSorted((left, right) => left - right);
    return Decoration.set(sorted.map((line) => wrong.range(doc.line(line).from)));
  };
  return ViewPlugin.define(
    (view) => ({
      marks: mark(view),
      update(update: ViewUpdate) {
        this.marks = mark(update.view);
      },
    }),
    { decorations: ({ marks }) => marks },
  );
}

/** Text with lines and colours. Escape leaves it, as Tab belongs to the text. */
export function CodeEditor(props: CodeEditorProps) {
  const { label, value, language, wrongLines = [], ref, className } = props;
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef({ props, lines: wrongLines });
  useEffect(() => {
    latest.current = { props, lines: wrongLines };
  });
  const told = useRef(value);
  const [view, setView] = useState<EditorView>();
  useEffect(() => {
    let made: EditorView | undefined;
    let isGone = false;
    const description = LanguageDescription.matchLanguageName(languages, language);
    const open = async (): Promise<void> => {
      const support = await description?.load();
      if (isGone || place.current === null) return;
      made = new EditorView({
        parent: place.current,
        doc: latest.current.props.value,
        extensions: [
          history(),
          lineNumbers(),
          keymap.of([
            { key: 'Escape', run: ({ contentDOM }) => (contentDOM.blur(), true) },
            ...defaultKeymap,
            ...historyKeymap,
            indentWithTab,
          ]),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({ 'aria-label': label }),
          EditorView.editable.of(latest.current.props.onValueChange !== undefined),
          EditorView.updateListener.of((update) => {
            if (!update.docChanged) return;
            told.current = update.state.doc.toString();
            latest.current.props.onValueChange?.(told.current);
          }),
          wrongLinePlugin(() => latest.current.lines),
          ...codeTheme,
          frame,
          ...(support === undefined ? [] : [support]),
        ],
      });
      setView(made);
    };
    void open();
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, [language, label]);
  useEffect(() => {
    if (view === undefined || value === told.current) return;
    told.current = value;
    if (view.state.doc.toString() === value) return;
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });
  }, [view, value]);
  const marked = wrongLines.join();
  useEffect(() => view?.dispatch({}), [view, marked]);
  useImperativeHandle(
    ref,
    () => ({
      goToLine(line) {
        if (view === undefined) return;
        const { doc } = view.state;
        const { from } = doc.line(Math.min(Math.max(line, 1), doc.lines));
        view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
        view.focus();
      },
    }),
    [view],
  );
  return (
    <div
      ref={place}
      dir="ltr"
      aria-busy={view === undefined || undefined}
      className={cn(
        FIELD_STYLES,
        'max-h-[65vh] min-h-40 overflow-auto focus-within:border-control',
        className,
      )}
    />
  );
}
