import type { Outcome, PluginContext, PluginFacts, Why } from '#sdk';

export type GuestLog = (level: 'info' | 'warn', message: unknown, fields: unknown) => void;
export type GuestCall = (actionId: string, input: unknown, why?: Why) => Promise<Outcome<never>>;

/**
 * Builds `ctx` inside the guest: methods become calls of actions. The function is carried over as its own source
 * text, so it may use nothing but its arguments and the language.
 */
// oxlint-disable-next-line max-lines-per-function -- one source text, and a list rather than a course of action
export function createGuestContext(facts: PluginFacts, call: GuestCall, log: GuestLog): PluginContext {
  // Reads are answered at once or refused; what they find is handed on as the SDK types it.
  const read = async (actionId: string, input: unknown): Promise<never> => {
    const outcome = await call(actionId, input);
    return (outcome.status === 'done' ? outcome.output : outcome) as never;
  };
  const ask =
    (actionId: string) =>
    (input: unknown = {}): Promise<never> =>
      read(actionId, input);
  const propose = (actionId: string) => (input: unknown, why: Why) => call(actionId, input, why);
  return {
    ...facts,
    state: {
      get: (key) => read('state.get', { key }),
      set: (key, value) => read('state.set', { key, value }),
    },
    log: {
      info: (message, fields) => log('info', message, fields),
      warn: (message, fields) => log('warn', message, fields),
    },
    rights: { list: ask('rights.list') },
    email: { listNew: ask('email.list_new'), ack: ask('email.acknowledge') },
    files: {
      listChanged: ask('files.list_changed'),
      read: ask('files.read_text'),
      ack: ask('files.acknowledge'),
    },
    calendar: {
      listEvents: ask('calendar.list_events'),
      listChanged: ask('calendar.list_changed'),
      ack: ask('calendar.acknowledge'),
    },
    browser: {
      listProfiles: ask('browser.list_profiles'),
      listVisits: ask('browser.list_visits'),
      listBookmarks: ask('browser.list_bookmarks'),
    },
    workspace: {
      listTasks: ask('tasks.list'),
      listProjects: ask('projects.list'),
      listClients: ask('clients.list'),
      listCheckpoints: ask('checkpoints.list'),
      search: ask('search.query'),
      propose: {
        createTask: propose('tasks.create'),
        updateTask: ({ id, patch }, why) => call('tasks.update', { ids: [id], patch }, why),
        createCheckpoint: propose('checkpoints.create'),
        updateCheckpoint: propose('checkpoints.update'),
      },
    },
    index: {
      put: (items) => read('index.put', { items }),
      list: ask('index.list'),
      remove: ask('index.remove'),
    },
    timeline: {
      put: (events) => read('timeline.put_events', { events }),
      remove: (ids) => read('index.remove', { kind: 'event', ids }),
    },
    text: { findDates: ask('text.find_dates') },
    time: { toLocal: ask('time.to_local') },
    notify: ask('notifications.send'),
    http: { request: ask('web.request') },
    model: { complete: ask('model.complete') },
    call,
  };
}
