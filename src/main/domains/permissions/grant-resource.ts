import { realpath } from 'node:fs/promises';
import type { PermissionType } from '#shared/contracts/permissions.ts';
import { AppError } from '#shared/errors.ts';
import { covers } from '#shared/kernel/permission-scope.ts';

const SCOPE =
  /^(\*|(project|client):[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|kind:[a-z_]{1,40})$/;

/** The resource as it is kept: a folder as its real path, a host in lower case. Throws `invalid_input`. */
export async function resourceToKeep(type: PermissionType, resource: string): Promise<string> {
  switch (type) {
    case 'read_folder':
      return realFolder(resource);
    case 'network': {
      const host = resource.toLowerCase();
      if (!covers('network', host, host)) throw unfit('A host looks like example.com or example.com:443.');
      return host;
    }
    case 'read_workspace':
    case 'write_workspace':
      if (!SCOPE.test(resource)) throw unfit('It is *, project:<id>, client:<id> or kind:<kind>.');
      return resource;
    default:
      return resource;
  }
}

/** A link followed now cannot be turned to another place later: what is granted is where it leads today. */
async function realFolder(path: string): Promise<string> {
  if (!covers('read_folder', path, path)) throw unfit('A folder is given by its full path.');
  let real: string;
  try {
    real = await realpath(path);
  } catch (cause) {
    throw new AppError('invalid_input', `There is no folder ${path}. No right was given.`, { cause });
  }
  if (/^([A-Za-z]:)?[\\/]$/.test(real))
    throw unfit('A whole disk is too much to give; choose a folder on it.');
  return real;
}

function unfit(hint: string): AppError {
  return new AppError('invalid_input', `This is nothing that a right can be given for. ${hint}`);
}
