/**
 * The assistant: conversations about the workspace or a part of it. With a model an agent answers, word by word and
 * with its sources; without one the answer is found by commands and quotes. What would change something waits.
 */
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { Agents } from '#main/domains/agents/index.ts';
import type { Answers } from '#main/domains/answers/index.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { Models } from '#main/engine/models/model-port.ts';
import { createUpkeep } from '#main/engine/upkeep/index.ts';
import { Answering } from './answering.ts';
import { AskingService } from './asking.service.ts';
import { createAssistantReads, dropSessions, putMessage, putSession } from './assistant.store.ts';
import { SessionsService } from './sessions.service.ts';

const FIRST_LOOK_MS = 15 * 60_000;

export type Assistant = {
  readonly sessions: SessionsService;
  readonly asking: AskingService;
  /** Follows decisions and looks after what is old between `start` and `stop`. */
  start(): Promise<void>;
  stop(): Promise<void>;
};

export function createAssistant(deps: {
  readonly store: Store;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly agents: Agents;
  readonly answers: Answers;
  readonly models: Models;
  readonly proposals: Proposals;
  /** Days that removed conversations are kept; 0 for always. */
  readonly keptDays: () => Promise<number>;
  readonly onError: (error: unknown) => void;
}): Assistant {
  const { store, clock, proposals, ...rest } = deps;
  const { inbox, decisions, news } = proposals;
  const parts = {
    ...rest,
    store,
    nowMs: () => clock.nowMs(),
    reads: createAssistantReads(store.reader),
    writes: { putSession, putMessage, dropSessions },
    proposals: inbox,
  };
  const sessions = new SessionsService(parts);
  const answering = new Answering({ ...parts, sessions, clock });
  const asking = new AskingService({ ...parts, sessions, answering, decisions, news });
  const care = createUpkeep({
    look: () => asking.prune(),
    firstMs: FIRST_LOOK_MS,
    onError: deps.onError,
  });
  return {
    sessions,
    asking,
    async start() {
      await asking.start();
      care.start();
    },
    async stop() {
      await care.stop();
      await asking.stop();
      await answering.settle();
    },
  };
}
