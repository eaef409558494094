import type { ModelProvider } from '#shared/contracts/models.ts';

/** How far what is asked travels: no further than this computer, within the local network, or out of it. */
export type Reach = 'computer' | 'network' | 'away';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/;

/** Models that Ollama runs on its own servers are named for it. */
const AWAY_MODEL = /[-:]cloud$/;

type Placed = Pick<ModelProvider, 'kind' | 'baseUrl' | 'isLocal' | 'chatModel'>;

export function reachOf({ kind, baseUrl, isLocal, chatModel }: Placed): Reach {
  if (!isLocal || (kind === 'ollama' && AWAY_MODEL.test(chatModel))) return 'away';
  if (baseUrl === null || !URL.canParse(baseUrl)) return 'computer';
  return isLoopbackHost(new URL(baseUrl).hostname) ? 'computer' : 'network';
}

/** A server of this very computer: what it is sent goes nowhere by that. */
export function isLoopbackHost(host: string): boolean {
  return LOOPBACK.test(host);
}
