/** Where a vault can lie. All kinds answer to one port, `BlobTarget`; everything remote goes through the egress. */
export type { AccessTokens } from './adiuva-request.ts';
export { createAdiuvaCaller } from './adiuva-request.ts';
export { createAdiuvaTarget } from './adiuva-target.ts';
export { checkTarget } from './check-target.ts';
export { createFolderTarget } from './folder-target.ts';
export { createS3Target } from './s3-target.ts';
export { createThrottle } from './throttle.ts';
export { createTransfer } from './transfer.ts';
export { createWebdavTarget } from './webdav-target.ts';
