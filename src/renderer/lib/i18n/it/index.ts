import type { Catalogue } from '../area.ts';
import { activity } from './activity.ts';
import { assistant } from './assistant.ts';
import { checkpoints } from './checkpoints.ts';
import { clients } from './clients.ts';
import { commands } from './commands.ts';
import { common } from './common.ts';
import { connections } from './connections.ts';
import { errors } from './errors.ts';
import { home } from './home.ts';
import { imports } from './imports.ts';
import { inbox } from './inbox.ts';
import { jobs } from './jobs.ts';
import { models } from './models.ts';
import { notes } from './notes.ts';
import { notifications } from './notifications.ts';
import { onboarding } from './onboarding.ts';
import { plugins } from './plugins.ts';
import { projects } from './projects.ts';
import { search } from './search.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { tasks } from './tasks.ts';
import { timeline } from './timeline.ts';
import { traces } from './traces.ts';
import { trash } from './trash.ts';
import { usage } from './usage.ts';

export const it: Catalogue = {
  activity,
  assistant,
  checkpoints,
  clients,
  commands,
  common,
  connections,
  errors,
  home,
  imports,
  inbox,
  jobs,
  models,
  notes,
  notifications,
  onboarding,
  plugins,
  projects,
  search,
  settings,
  shell,
  tasks,
  timeline,
  traces,
  trash,
  usage,
};
