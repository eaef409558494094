import { account } from './account.ts';
import { activity } from './activity.ts';
import { assistant } from './assistant.ts';
import { backup } from './backup.ts';
import { checkpoints } from './checkpoints.ts';
import { clients } from './clients.ts';
import { connections } from './connections.ts';
import { datasetExchange } from './dataset-exchange.ts';
import { datasetPage } from './dataset-page.ts';
import { datasets } from './datasets.ts';
import { imports } from './imports.ts';
import { inbox } from './inbox.ts';
import { models } from './models.ts';
import { notes } from './notes.ts';
import { onboarding } from './onboarding.ts';
import { plugins } from './plugins.ts';
import { projects } from './projects.ts';
import { queue } from './queue.ts';
import { search } from './search.ts';
import { timeline } from './timeline.ts';
import { traces } from './traces.ts';
import { trash } from './trash.ts';
import { usage } from './usage.ts';

/** What all other pages say: comes with the first of them, or once Home is drawn. */
export const rest = {
  account,
  activity,
  assistant,
  backup,
  checkpoints,
  clients,
  connections,
  datasets,
  datasetExchange,
  datasetPage,
  imports,
  inbox,
  models,
  notes,
  onboarding,
  plugins,
  projects,
  queue,
  search,
  timeline,
  traces,
  trash,
  usage,
};
