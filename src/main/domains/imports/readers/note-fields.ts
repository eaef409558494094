import { folderOf } from '../sources/source-tree.ts';
import { toTags } from './draft-text.ts';
import { instantField, listField, textField } from './front-matter.ts';
import type { FrontMatter } from './front-matter.ts';
import { inlineTags } from './note-tags.ts';

/** Fields of the front matter that have a place of their own in a note. */
const TAKEN_OVER = new Set([
  'id',
  'title',
  'tags',
  'tag',
  'pinned',
  'project',
  'client',
  'cssclass',
  'cssclasses',
  'publish',
]);
const CREATED = ['created', 'created_at', 'date created', 'date'];
const UPDATED = ['updated', 'updated_at', 'modified', 'date modified', 'lastmod'];

export function noteTags(frontMatter: FrontMatter, body: string, path: string): string[] {
  const folder = folderOf(path)
    .split('/')
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .join('/');
  return toTags([...listField(frontMatter.fields, /[\s,]+/, 'tags', 'tag'), ...inlineTags(body), folder]);
}

export function noteTimes(
  frontMatter: FrontMatter,
  file: { createdAt: number; modifiedAt: number },
  nowMs: number,
) {
  const written = instantField(frontMatter.fields, ...CREATED);
  const updatedAt = Math.min(instantField(frontMatter.fields, ...UPDATED) ?? file.modifiedAt, nowMs);
  const createdAt = Math.min(written ?? Math.min(file.createdAt, updatedAt), nowMs);
  return { createdAt, updatedAt: Math.max(createdAt, updatedAt) };
}

export function mentionedIn(frontMatter: FrontMatter): { project: string; client: string } {
  const plain = (name: string) =>
    textField(frontMatter.fields, name)
      .replace(/^\[\[([^\]|]*)(?:\|[^\]]*)?\]\]$/, '$1')
      .trim();
  return { project: plain('project'), client: plain('client') };
}

/**
 * The body with what the front matter holds beyond the fields of a note: kept as a block of YAML at the end, so
 * that nothing a person wrote is lost. Front matter that cannot be read stays whole, at the top.
 */
export function withOtherFields(body: string, frontMatter: FrontMatter): string {
  if (frontMatter.fields === null)
    return frontMatter.raw === '' ? body : `${yamlBlock(frontMatter.raw)}\n\n${body}`;
  const rest = otherFields(frontMatter);
  return rest === '' ? body : `${body.trimEnd()}\n\n${yamlBlock(rest)}\n`.trimStart();
}

function otherFields(frontMatter: FrontMatter): string {
  const taken = new Set(TAKEN_OVER);
  for (const names of [CREATED, UPDATED]) {
    const used = names.find((name) => instantField(frontMatter.fields, name) !== undefined);
    if (used !== undefined) taken.add(used);
  }
  return frontMatter.raw
    .split(/^(?=[^\s#-])/m)
    .filter((field) => {
      const name = /^["']?([^:"'\n]+)["']?\s*:/.exec(field)?.[1];
      return name !== undefined && !taken.has(name.trim().toLowerCase()) && !/^[^:]+:\s*$/.test(field);
    })
    .join('')
    .trim();
}

function yamlBlock(yaml: string): string {
  const longest = Math.max(2, ...Array.from(yaml.matchAll(/`+/g), (run) => run[0].length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}yaml\n${yaml.replace(/\r\n?/g, '\n').trimEnd()}\n${fence}`;
}
