import { clientIdSchema, projectIdSchema, type ClientId, type ProjectId } from '#shared/contracts/common.ts';
import { AppError } from '#shared/errors.ts';
import type { Api } from './line.ts';

type Named = { readonly id: string; readonly name: string };

const MAX_MATCHES = 50;

/** Project ids from what a person typed: an id, or a name in any case. Throws `not_found`. */
export async function findProjectIds(
  api: Api,
  given: readonly string[] | undefined,
): Promise<ProjectId[] | undefined> {
  const list = (text: string) => api.projects.list({ text, archived: 'include', limit: MAX_MATCHES });
  const ids = await findIds(given, 'project', async (text) => (await list(text)).items);
  return ids?.map((id) => projectIdSchema.parse(id));
}

/** The same for clients. */
export async function findClientIds(
  api: Api,
  given: readonly string[] | undefined,
): Promise<ClientId[] | undefined> {
  const list = (text: string) => api.clients.list({ text, archived: 'include', limit: MAX_MATCHES });
  const ids = await findIds(given, 'client', async (text) => (await list(text)).items);
  return ids?.map((id) => clientIdSchema.parse(id));
}

/** The one with this id or name. Throws `not_found`, or `invalid_input` where several are called so. */
export function pickNamed<One extends Named>(all: readonly One[], text: string, noun: string): One {
  const byId = all.find(({ id }) => id === text);
  if (byId) return byId;
  const named = all.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const [only] = named;
  if (!only) throw new AppError('not_found', `There is no ${noun} called "${text}". Nothing was changed.`);
  if (named.length === 1) return only;
  throw new AppError('invalid_input', `More than one ${noun} is called "${text}"; give the id.`);
}

async function findIds(
  given: readonly string[] | undefined,
  noun: string,
  list: (text: string) => Promise<readonly Named[]>,
): Promise<string[] | undefined> {
  if (given === undefined) return undefined;
  const found: string[] = [];
  for (const text of given) {
    if (projectIdSchema.safeParse(text).success) found.push(text);
    else found.push(...matching(await list(text), text, noun));
  }
  return found;
}

/** Those with exactly this name, else the only one that contains it. */
function matching(candidates: readonly Named[], text: string, noun: string): string[] {
  const exact = candidates.filter(({ name }) => name.toLowerCase() === text.toLowerCase());
  const chosen = exact.length > 0 ? exact : candidates;
  if (chosen.length === 0) throw new AppError('not_found', `There is no ${noun} called "${text}".`);
  if (exact.length === 0 && chosen.length > 1) {
    throw new AppError(
      'invalid_input',
      `More than one ${noun} is called something like "${text}"; give the whole name or the id.`,
    );
  }
  return chosen.map(({ id }) => id);
}
