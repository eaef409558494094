import type { ChatTemplates } from '#shared/contracts/dataset-exchange.ts';
import type { DatasetSpec } from '#shared/contracts/dataset-spec.ts';
import type { DatasetValue } from '#shared/contracts/datasets.ts';
import { schemaColumns } from '../spec/schema-columns.ts';

const PLACE = /\{\{\s*([^{}]+?)\s*\}\}/g;
/** The whole record, as JSON. */
const ALL = '*';

const ROLES = {
  system: ['system', 'system_prompt'],
  prompt: ['prompt', 'question', 'instruction', 'input', 'user', 'query', 'request', 'message'],
  response: ['response', 'answer', 'output', 'completion', 'assistant', 'reply', 'target'],
} as const;

/** Columns that are called like the sides of a conversation; else what is wanted, and the record as the answer. */
export function proposeTemplates(spec: DatasetSpec): ChatTemplates {
  const { names } = schemaColumns(spec.schema);
  const find = (role: keyof typeof ROLES) =>
    ROLES[role].flatMap((word) => names.filter((name) => name.toLowerCase() === word))[0];
  const [system, prompt, response] = [find('system'), find('prompt'), find('response')];
  if (prompt === undefined || response === undefined) {
    const wanted = spec.description === '' ? spec.title : spec.description;
    return { system: spec.instructions, prompt: wanted, response: placeOf(ALL) };
  }
  return {
    system: system === undefined ? '' : placeOf(system),
    prompt: placeOf(prompt),
    response: placeOf(response),
  };
}

/** Columns that the templates name and records do not have. */
export function unknownPlaces(templates: ChatTemplates, spec: DatasetSpec): readonly string[] {
  const { names, isOpen } = schemaColumns(spec.schema);
  if (isOpen) return [];
  const named = Object.values(templates).flatMap((text) =>
    [...text.matchAll(PLACE)].map(([, name = '']) => name),
  );
  return [...new Set(named.filter((name) => name !== ALL && !names.includes(name)))];
}

type Message = { readonly role: 'system' | 'user' | 'assistant'; readonly content: string };

/** A line of chat fine-tuning; null where a side has nothing to say. */
export function chatLine(value: DatasetValue, templates: ChatTemplates): string | null {
  const [system, prompt, response] = [templates.system, templates.prompt, templates.response].map((text) =>
    filled(text, value),
  );
  if (!prompt?.trim() || !response?.trim()) return null;
  const messages: Message[] = [
    { role: 'user', content: prompt },
    { role: 'assistant', content: response },
  ];
  if (system?.trim()) messages.unshift({ role: 'system', content: system });
  return JSON.stringify({ messages });
}

function filled(template: string, value: DatasetValue): string {
  return template.replaceAll(PLACE, (_, name: string) => {
    if (name === ALL) return JSON.stringify(value);
    if (!Object.hasOwn(value, name)) return '';
    const one = value[name];
    return typeof one === 'string' ? one : JSON.stringify(one);
  });
}

function placeOf(name: string): string {
  return `{{${name}}}`;
}
