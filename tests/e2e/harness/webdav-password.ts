import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { WebdavServer } from '../../support/webdav-server.ts';

/** As whoever runs the server would: Apache reads its users anew with every request. */
export async function changeWebdavPassword(server: WebdavServer, password: string): Promise<void> {
  const sha1 = createHash('sha1').update(password).digest('base64');
  await writeFile(join(server.folder, '..', '..', 'users'), `${server.user}:{SHA}${sha1}\n`);
}
