import { z } from 'zod';
import {
  calendarSourceInputSchema,
  calendarSourcePatchSchema,
  discoverCalendarsInputSchema,
  emailAccountInputSchema,
  emailAccountPatchSchema,
} from '#shared/contracts/connectors.ts';
import { procedure, router } from '#main/api/procedure.ts';

const byId = z.object({ id: z.uuid() });
const TEST_MS = 30_000;
const limited = (signal: AbortSignal | undefined): AbortSignal =>
  AbortSignal.any([AbortSignal.timeout(TEST_MS), ...(signal === undefined ? [] : [signal])]);

const emailRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.connectors.email.list()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.connectors.email.get(input.id)),
  add: procedure
    .input(emailAccountInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.connectors.email.add(input)),
  update: procedure
    .input(byId.extend({ patch: emailAccountPatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.connectors.email.update(input.id, input.patch)),
  remove: procedure.input(byId).mutation(({ ctx, input }) => ctx.workspace.connectors.email.remove(input.id)),
  /** An account that is kept, or one that is still being typed in. */
  test: procedure
    .input(z.union([byId, emailAccountInputSchema]))
    .mutation(({ ctx, input, signal }) => ctx.workspace.connectors.email.test(input, limited(signal))),
  folders: procedure
    .input(byId)
    .query(({ ctx, input, signal }) => ctx.workspace.connectors.email.folders(input.id, limited(signal))),
});

const calendarRouter = router({
  list: procedure.query(({ ctx }) => ctx.workspace.connectors.calendar.list()),
  get: procedure.input(byId).query(({ ctx, input }) => ctx.workspace.connectors.calendar.get(input.id)),
  add: procedure
    .input(calendarSourceInputSchema)
    .mutation(({ ctx, input }) => ctx.workspace.connectors.calendar.add(input)),
  update: procedure
    .input(byId.extend({ patch: calendarSourcePatchSchema }))
    .mutation(({ ctx, input }) => ctx.workspace.connectors.calendar.update(input.id, input.patch)),
  remove: procedure
    .input(byId)
    .mutation(({ ctx, input }) => ctx.workspace.connectors.calendar.remove(input.id)),
  test: procedure
    .input(z.union([byId, calendarSourceInputSchema]))
    .mutation(({ ctx, input, signal }) => ctx.workspace.connectors.calendar.test(input, limited(signal))),
  /** The calendars on a CalDAV server. */
  discover: procedure
    .input(discoverCalendarsInputSchema)
    .mutation(({ ctx, input, signal }) => ctx.workspace.connectors.calendar.discover(input, limited(signal))),
  refresh: procedure
    .input(byId)
    .mutation(({ ctx, input, signal }) =>
      ctx.workspace.connectors.calendar.refresh(input.id, limited(signal)),
    ),
});

const pathInput = z.object({ path: z.string().trim().min(1).max(4096) });

const filesRouter = router({
  listFolders: procedure.query(({ ctx }) => ctx.workspace.localSources.files.listFolders()),
  follow: procedure
    .input(pathInput)
    .mutation(({ ctx, input, signal }) => ctx.workspace.localSources.files.follow(input.path, signal)),
  unfollow: procedure
    .input(pathInput)
    .mutation(({ ctx, input }) => ctx.workspace.localSources.files.unfollow(input.path)),
  /** Folders inside a folder, or at home, for a person who chooses one. */
  browse: procedure
    .input(pathInput.partial())
    .query(({ ctx, input }) => ctx.workspace.localSources.browse(input.path)),
});

const browserRouter = router({
  listProfiles: procedure.query(({ ctx }) => ctx.workspace.localSources.browser.listProfiles()),
});

export const connectorsRouter = router({
  email: emailRouter,
  calendar: calendarRouter,
  files: filesRouter,
  browser: browserRouter,
});
