import { resolve } from 'node:path';
import type { CalendarSource, CalendarSourceKind } from '#shared/contracts/connectors.ts';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-codes.ts';
import { pickNamed } from '../name-lookup.ts';
import { withWorkspace } from '../open-line.ts';
import { readSecret } from '../secret-input.ts';
import { formatTable } from '../table.ts';
import { printable } from '../terminal.ts';
import { readCertificate, tellTest } from './accounts.ts';

export type CalendarOptions = {
  readonly kind?: CalendarSourceKind;
  readonly user?: string;
  readonly certificate?: string;
  readonly passwordFile?: string;
};

export function runCalendarsList(context: CommandContext): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const calendars = await api.connectors.calendar.list();
    await context.output.answer(calendars, () =>
      calendars.length === 0 ? 'There are no calendars.' : formatTable(calendars.map(rowOf)),
    );
    return EXIT.done;
  });
}

export function runCalendarsAdd(
  context: CommandContext,
  named: { readonly name: string; readonly location: string },
  options: CalendarOptions,
): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { name, location } = named;
    const kind = options.kind ?? guessKind(location, options.user);
    const secret = options.user === undefined ? undefined : await readSecret(context, options.passwordFile);
    const calendar = await api.connectors.calendar.add({
      kind,
      name,
      location: kind === 'file' ? resolve(location) : location,
      user: options.user ?? '',
      secret,
      trustedCertificate: await readCertificate(options.certificate),
    });
    await context.output.answer(
      calendar,
      () =>
        `${printable(calendar.name)} is kept. Try it: adiuva calendars test "${printable(calendar.name)}"`,
    );
    return EXIT.done;
  });
}

/** An address with a user is a calendar of a server, one without a feed; anything else is a file. */
function guessKind(location: string, user: string | undefined): CalendarSourceKind {
  if (!location.includes('://')) return 'file';
  return user === undefined ? 'feed' : 'caldav';
}

/** 1 where it cannot be read. */
export function runCalendarsTest(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id } = pickNamed(await api.connectors.calendar.list(), name, 'calendar');
    return tellTest(context, await api.connectors.calendar.test({ id }));
  });
}

export function runCalendarsRemove(context: CommandContext, name: string): Promise<number> {
  return withWorkspace(context, async ({ api }) => {
    const { id, name: removed } = pickNamed(await api.connectors.calendar.list(), name, 'calendar');
    await api.connectors.calendar.remove({ id });
    await context.output.answer(
      { id, name: removed },
      () => `${printable(removed)} is removed, with its password. The calendar itself was not touched.`,
    );
    return EXIT.done;
  });
}

function rowOf({ id, name, kind, location, problem }: CalendarSource): readonly string[] {
  return [id, name, kind, location, problem?.message ?? ''];
}
