/** The `adiuva-verify` program: `runVerify` on this process. It needs no workspace and no settings. */
import { runVerify } from './verify-program.ts';

process.exitCode = await runVerify(process.argv.slice(2), process);
// A terminal that was asked for the phrase would keep the process alive.
process.stdin.unref?.();
