import { activityRouter } from '#main/domains/activity/activity.router.ts';
import { answersRouter } from '#main/domains/answers/answers.router.ts';
import { assistantRouter } from '#main/domains/assistant/assistant.router.ts';
import { backupRouter } from '#main/domains/backup/backup.router.ts';
import { briefRouter } from '#main/domains/brief/brief.router.ts';
import { checkpointsRouter } from '#main/domains/checkpoints/checkpoints.router.ts';
import { clientsRouter } from '#main/domains/clients/clients.router.ts';
import { cloudRouter } from '#main/domains/cloud/cloud.router.ts';
import { connectorsRouter } from '#main/domains/connectors/connectors.router.ts';
import { externalItemsRouter } from '#main/domains/connectors/external-items.router.ts';
import { datasetsRouter } from '#main/domains/datasets/datasets.router.ts';
import { exportsRouter } from '#main/domains/exports/exports.router.ts';
import { homeRouter } from '#main/domains/home/home.router.ts';
import { importsRouter } from '#main/domains/imports/imports.router.ts';
import { memoryRouter } from '#main/domains/memory/memory.router.ts';
import { modelsRouter } from '#main/domains/models/models.router.ts';
import { networkRouter } from '#main/domains/network/network.router.ts';
import { notesRouter } from '#main/domains/notes/notes.router.ts';
import { notificationsRouter } from '#main/domains/notifications/notifications.router.ts';
import { permissionsRouter } from '#main/domains/permissions/permissions.router.ts';
import { projectsRouter } from '#main/domains/projects/projects.router.ts';
import { playbooksRouter } from '#main/domains/playbooks/playbooks.router.ts';
import { pluginsRouter } from '#main/domains/plugins/plugins.router.ts';
import { proposalsRouter } from '#main/domains/proposals/proposals.router.ts';
import { savedFiltersRouter } from '#main/domains/saved-filters/saved-filters.router.ts';
import { searchRouter } from '#main/domains/search/search.router.ts';
import { settingsRouter } from '#main/domains/settings/settings.router.ts';
import { systemRouter } from '#main/domains/system/system.router.ts';
import { tasksRouter } from '#main/domains/tasks/tasks.router.ts';
import { timelineRouter } from '#main/domains/timeline/timeline.router.ts';
import { tracesRouter } from '#main/domains/traces/traces.router.ts';
import { usageRouter } from '#main/domains/traces/usage.router.ts';
import { trashRouter } from '#main/domains/trash/trash.router.ts';
import { actionsRouter } from './actions.router.ts';
import { changesRouter } from './changes.router.ts';
import { jobsRouter } from './jobs.router.ts';
import { router } from './procedure.ts';
import { queueRouter } from './queue.router.ts';

/** Everything that the pages, the command line and scripts can ask for. */
export const appRouter = router({
  system: systemRouter,
  changes: changesRouter,
  jobs: jobsRouter,
  queue: queueRouter,
  actions: actionsRouter,
  activity: activityRouter,
  permissions: permissionsRouter,
  proposals: proposalsRouter,
  playbooks: playbooksRouter,
  plugins: pluginsRouter,
  clients: clientsRouter,
  projects: projectsRouter,
  tasks: tasksRouter,
  checkpoints: checkpointsRouter,
  notes: notesRouter,
  search: searchRouter,
  savedFilters: savedFiltersRouter,
  timeline: timelineRouter,
  home: homeRouter,
  answers: answersRouter,
  assistant: assistantRouter,
  memory: memoryRouter,
  backup: backupRouter,
  cloud: cloudRouter,
  brief: briefRouter,
  trash: trashRouter,
  connectors: connectorsRouter,
  externalItems: externalItemsRouter,
  models: modelsRouter,
  network: networkRouter,
  traces: tracesRouter,
  usage: usageRouter,
  notifications: notificationsRouter,
  imports: importsRouter,
  exports: exportsRouter,
  datasets: datasetsRouter,
  settings: settingsRouter,
});

export type AppRouter = typeof appRouter;
