import { createServer, type Socket } from 'node:net';

export type LyingMailbox = {
  /** Messages by UID; the one that is cut announces more than it sends, and the line goes dead. */
  readonly messages: ReadonlyMap<number, string>;
  readonly cutUid: number;
};

/** A small IMAP server that keeps to the protocol until it comes to one message. Counts its connections. */
export async function startLyingImap(mailbox: LyingMailbox) {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] ready\r\n');
    let rest = '';
    socket.on('data', (data) => {
      const lines = (rest + String(data)).split('\r\n');
      rest = lines.pop() ?? '';
      for (const line of lines) answer(socket, line, mailbox);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return {
    port: address.port,
    connections: () => connections,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function answer(socket: Socket, line: string, mailbox: LyingMailbox): void {
  const [tag = '*', first = '', second = ''] = line.split(' ');
  const command = (first.toUpperCase() === 'UID' ? `UID ${second}` : first).toUpperCase();
  const uids = [...mailbox.messages.keys()];
  if (command === 'SELECT' || command === 'EXAMINE') {
    const state = [`* ${uids.length} EXISTS`, '* FLAGS ()', '* OK [UIDVALIDITY 7] ok'];
    socket.write([...state, `* OK [UIDNEXT ${Math.max(...uids) + 1}] ok`, ''].join('\r\n'));
  }
  if (command === 'LIST' || command === 'LSUB') socket.write(`* ${command} () "." INBOX\r\n`);
  if (command === 'UID SEARCH') socket.write(`* SEARCH ${uids.join(' ')}\r\n`);
  if (command === 'UID FETCH' && !sendMessages(socket, line, mailbox)) return;
  if (command === 'CAPABILITY') socket.write('* CAPABILITY IMAP4rev1\r\n');
  socket.write(`${tag} OK done\r\n`);
  if (command === 'LOGOUT') socket.end();
}

/** False once the line has gone dead. */
function sendMessages(socket: Socket, line: string, { messages, cutUid }: LyingMailbox): boolean {
  const wanted = wantedUids(line.split(' ')[3] ?? '');
  for (const [index, [uid, text]] of [...messages].entries()) {
    if (!wanted(uid)) continue;
    const size = Buffer.byteLength(text);
    const announced = uid === cutUid ? size + 5_000 : size;
    socket.write(`* ${index + 1} FETCH (UID ${uid} RFC822.SIZE ${size} BODY[]<0> {${announced}}\r\n${text}`);
    if (uid === cutUid) {
      socket.end();
      return false;
    }
    socket.write(')\r\n');
  }
  return true;
}

function wantedUids(range: string): (uid: number) => boolean {
  const spans = range.split(',').map((span) => span.split(':').map(Number));
  return (uid) => spans.some(([from = 0, to = from]) => uid >= from && uid <= to);
}
