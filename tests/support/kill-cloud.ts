/** The endpoint with its embedded database on a given folder, until it is killed. Says where it listens. */
import { startCloud } from './cloud.ts';

const cloud = await startCloud({ dataFolder: process.argv[2] ?? '' });
process.stdout.write(`${cloud.address}\n`);
