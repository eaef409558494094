import { procedure, router } from '#main/api/procedure.ts';

export const homeRouter = router({ get: procedure.query(({ ctx }) => ctx.workspace.home.get()) });
