import type { ModelProvider } from '#shared/contracts/models.ts';

/** How far what is asked travels: no further than this computer, within the local network, or out of it. */
export type Reach = 'computer' | 'network' | 'away';

const LOOPBACK = /^(localhost|.+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Models that Ollama runs on its own servers are named for it. */
const AWAY_MODEL = /[-:]cloud$/;

type Placed = Pick<ModelProvider, 'kind' | 'baseUrl' | 'isLocal' | 'chatModel'>;

export function reachOf({ kind, baseUrl, isLocal, chatModel }: Placed): Reach {
  if (!isLocal || (kind === 'ollama' && AWAY_MODEL.test(chatModel))) return 'away';
  if (baseUrl === null || !URL.canParse(baseUrl)) return 'computer';
  return LOOPBACK.test(new URL(baseUrl).hostname) ? 'computer' : 'network';
}
