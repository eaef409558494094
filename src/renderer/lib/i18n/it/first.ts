import { commands } from './commands.ts';
import { common } from './common.ts';
import { errors } from './errors.ts';
import { home } from './home.ts';
import { jobs } from './jobs.ts';
import { notifications } from './notifications.ts';
import { settings } from './settings.ts';
import { shell } from './shell.ts';
import { tasks } from './tasks.ts';

/** What the frame of the app and Home say: there before the first paint. */
export const first = {
  commands,
  common,
  errors,
  home,
  jobs,
  notifications,
  settings,
  shell,
  tasks,
};
