import type { IncomingMessage } from 'node:http';

export type SessionCookie = {
  read(request: IncomingMessage): string | undefined;
  /** A `Set-Cookie` value: out of reach for scripts, and never sent when another site asks. */
  make(token: string): string;
};

/** Browsers don't keep cookies of two ports apart, so the port is in the name: two workspaces, two sessions. */
export function createSessionCookie(port: number): SessionCookie {
  const name = `adiuva-${port}`;
  return {
    read(request) {
      for (const part of (request.headers.cookie ?? '').split(';')) {
        const [key, value] = part.trim().split('=');
        if (key === name) return value;
      }
      return undefined;
    },
    make: (token) => `${name}=${token}; HttpOnly; SameSite=Strict; Path=/`,
  };
}
