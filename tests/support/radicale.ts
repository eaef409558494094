import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { findProgram, giveTo, serviceFolder, serviceUser, startService } from './service-process.ts';

export type CalendarServer = {
  readonly url: string;
  readonly user: 'me';
  readonly password: string;
  /** Makes a calendar of the user and answers its address. */
  makeCalendar(name: string): Promise<string>;
  /** Puts an entry into a calendar, or another in its place. */
  put(calendarUrl: string, file: string, ics: string): Promise<void>;
  remove(calendarUrl: string, file: string): Promise<void>;
  stop(): Promise<void>;
};

const PASSWORD = 'calendar-secret';

/** The real radicale on the loopback address, with its files in a temporary folder. */
export async function startRadicale(): Promise<CalendarServer> {
  const program = findProgram('radicale', 'radicale');
  const user = await serviceUser();
  const folder = await serviceFolder('radicale', user);
  const port = await freePort();
  const [config, users, storage] = ['config', 'users', 'storage'].map((name) => join(folder, name));
  if (config === undefined || users === undefined || storage === undefined) throw new Error('no paths');
  await mkdir(storage);
  await writeFile(users, `me:${PASSWORD}\n`);
  await writeFile(config, configOf({ port, users, storage }));
  for (const path of [storage, users, config]) await giveTo(path, user);
  const service = await startService({ program, args: ['--config', config], folder, user, port });
  const url = `http://127.0.0.1:${port}/`;
  const call = caller();
  return {
    url,
    user: 'me',
    password: PASSWORD,
    async makeCalendar(name) {
      const address = `${url}me/${encodeURIComponent(name)}/`;
      await call('MKCALENDAR', address, { body: makeCalendarBody(name), type: 'application/xml' });
      return address;
    },
    put: (calendarUrl, file, ics) =>
      call('PUT', `${calendarUrl}${file}`, { body: ics, type: 'text/calendar' }),
    remove: (calendarUrl, file) => call('DELETE', `${calendarUrl}${file}`),
    stop: () => service.stop(),
  };
}

function caller() {
  const authorization = `Basic ${Buffer.from(`me:${PASSWORD}`).toString('base64')}`;
  return async (method: string, url: string, content?: { body: string; type: string }): Promise<void> => {
    const headers = { authorization, ...(content === undefined ? {} : { 'content-type': content.type }) };
    const response = await fetch(url, { method, headers, ...(content && { body: content.body }) });
    await response.text();
    if (!response.ok) throw new Error(`${method} ${url} was answered with ${response.status}`);
  };
}

function makeCalendarBody(name: string): string {
  return `<?xml version="1.0" encoding="utf-8"?>
<C:mkcalendar xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop>
<D:displayname>${name}</D:displayname>
<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>
</D:prop></D:set></C:mkcalendar>`;
}

function configOf(parts: {
  readonly port: number;
  readonly users: string;
  readonly storage: string;
}): string {
  return `[server]
hosts = 127.0.0.1:${parts.port}
[auth]
type = htpasswd
htpasswd_filename = ${parts.users}
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = ${parts.storage}
[web]
type = none
[logging]
level = error
`;
}
