/** A process that takes a folder lock, says what it got and keeps it until its input ends. */
import { lockFolder } from '#main/db/open-store-lock.ts';

const answer = await lockFolder(process.argv[2] ?? '');
process.stdout.write(
  `${JSON.stringify(answer.held ? { held: true, tookOver: answer.lock.tookOver } : answer)}\n`,
);
if (answer.held) {
  process.stdin.resume();
  process.stdin.on('end', () => void answer.lock.release());
}
