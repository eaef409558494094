import { resolve } from 'node:path';
import { permissionTypeSchema } from '#shared/contracts/permissions.ts';
import type { ChosenRight, WantedRight } from '#shared/contracts/plugins.ts';
import { AppError } from '#shared/errors.ts';

type Wanted = Omit<WantedRight, 'grants'>;

/**
 * `read_email`, `read_email=<id or name>`, `read_folder=<path>`: as a person types a right. A kind alone stands for all
 * that the manifest names of it.
 */
export function toRights(text: string, plugin: string, wanted: readonly Wanted[]): ChosenRight[] {
  const { type, resource } = splitRight(text);
  const fitting = wanted.filter((one) => one.type === type);
  const parsed = permissionTypeSchema.safeParse(type);
  if (!parsed.success || fitting.length === 0) {
    const asked = [...new Set(wanted.map((one) => one.type))].join(', ') || 'nothing';
    throw new AppError(
      'invalid_input',
      `${plugin} does not ask for "${type}"; it asks for ${asked}. No right was given.`,
    );
  }
  const options = fitting.flatMap((one) => one.options);
  const found = resource === undefined ? namedOf(fitting) : [byName(options, type, resource)];
  if (found.length === 0) {
    const choices = options.slice(0, 20).map((option) => `${option.resource} (${option.label})`);
    const what = type === 'read_folder' ? '<path of a folder>' : '…';
    throw new AppError(
      'invalid_input',
      `Say for what: ${type}=${what}${choices.length > 0 ? `, one of ${choices.join(', ')}` : ''}. No right was given.`,
    );
  }
  return found.map((one) => ({ type: parsed.data, resource: one, expiresAt: null, limitMicros: null }));
}

export function splitRight(text: string): { readonly type: string; readonly resource?: string } {
  const at = text.indexOf('=');
  return at < 0 ? { type: text } : { type: text.slice(0, at), resource: text.slice(at + 1) };
}

/** What a typed resource stands for: the id of what has this name, the full path of a folder, or the text itself. */
export function byName(
  options: readonly { readonly resource: string; readonly label: string }[],
  type: string,
  given: string,
): string {
  const named = options.filter(
    ({ resource, label }) => resource === given || label.toLowerCase() === given.toLowerCase(),
  );
  const [only] = named;
  if (named.length === 1 && only) return only.resource;
  return type === 'read_folder' ? resolve(given) : given;
}

/** What the manifest names, or the one thing that there is to choose; empty where a person has to say. */
function namedOf(fitting: readonly Wanted[]): string[] {
  const resources = fitting.map(({ resource, options }) =>
    resource !== null || options.length === 1 ? options[0]?.resource : undefined,
  );
  const known = resources.filter((resource) => resource !== undefined);
  return known.length === fitting.length ? known : [];
}
