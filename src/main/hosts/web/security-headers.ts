import type { ServerResponse } from 'node:http';

/** What every answer carries; the content policy comes on top for pages. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Origin-Agent-Cluster': '?1',
  'X-DNS-Prefetch-Control': 'off',
  'Permissions-Policy':
    'camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=(), hid=(), midi=()',
} as const;

export function setSecurityHeaders(response: ServerResponse): void {
  for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
}

/**
 * The app's own page. Inline style elements are needed: the toasts, the scroll lock of dialogs and the editor
 * add theirs at run time, and the page is a static file, so no nonce could be handed to them. Scripts come from
 * our origin only, and no address but ours can be reached.
 */
export function appPolicy(host: string): string {
  return policy({
    'script-src': "'self'",
    'style-src': "'self' 'unsafe-inline'",
    'img-src': "'self' data: blob:",
    'font-src': "'self'",
    'media-src': "'self' blob:",
    'worker-src': "'self'",
    // Safari doesn't take 'self' for WebSocket addresses.
    'connect-src': `'self' ws://${host}`,
    'manifest-src': "'self'",
  });
}

/** The pages this host makes itself: one script and one style sheet of ours. */
export const OWN_PAGE_POLICY = policy({
  'script-src': "'self'",
  'style-src': "'self'",
  'connect-src': "'self'",
});

function policy(parts: Readonly<Record<string, string>>): string {
  const closed = {
    'default-src': "'none'",
    ...parts,
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  };
  return Object.entries(closed)
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');
}
