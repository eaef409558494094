/** The `adiuva` program: `runCli` on this process. */
import { runCli } from './program.ts';

const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Asked a second time, it ends at once; what was confirmed is on disk.
    if (ending.signal.aborted) process.exit(1);
    ending.abort();
  });
}
// A reader that went away (`| head`) must not look like a crash.
process.stdout.on('error', () => undefined);

process.exitCode = await runCli(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  signal: ending.signal,
});
// A prompt leaves standard input flowing, which would keep the process alive.
process.stdin.unref?.();
