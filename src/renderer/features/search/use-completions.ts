import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import { OPERATORS, operatorName, quoted, wordsFor, type Operator, type Typing } from './operators.ts';
import { useLanguage, useTagNames } from './queries.ts';

export type Completion = {
  readonly key: string;
  readonly label: string;
  readonly hint?: string;
  /** What replaces the text that is being typed. */
  readonly insert: string;
};

const SHOWN = 8;

function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
}

function startsSome(name: string, typed: string): boolean {
  const text = fold(name);
  return text.startsWith(typed) || text.split(/[\s_-]+/).some((word) => word.startsWith(typed));
}

/** The names of the workspace an operator can take. */
function useNames(operator: Operator | null): readonly string[] {
  const clients = useClientOptions(operator === 'client');
  const projects = useProjectOptions(operator === 'project');
  const tags = useTagNames(operator === 'tag');
  if (operator === 'client') return clients.options.map(({ label }) => label);
  if (operator === 'project') return projects.options.map(({ label }) => label);
  return operator === 'tag' ? tags : [];
}

/** What could stand where the cursor is. Nothing while plain words are typed that begin no operator. */
export function useCompletions(typing: Typing): readonly Completion[] {
  const { t } = useTranslation('search');
  const language = useLanguage();
  const names = useNames(typing.operator);
  return useMemo(() => {
    const typed = fold(typing.text);
    const { operator } = typing;
    if (operator === null) {
      if (typed === '') return [];
      return OPERATORS.filter((name) => fold(operatorName(name, language)).startsWith(typed)).map((name) => ({
        key: name,
        label: `${operatorName(name, language)}:`,
        hint: t(`help_${name}`),
        insert: `${operatorName(name, language)}:`,
      }));
    }
    return [...wordsFor(operator, language), ...names]
      .filter((value) => startsSome(value, typed))
      .slice(0, SHOWN)
      .map((value) => ({ key: value, label: value, insert: `${quoted(value)} ` }));
  }, [typing, names, language, t]);
}
