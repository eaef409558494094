import type {
  AssistantExport,
  AssistantMessage,
  AssistantMessageListInput,
  AssistantScope,
  AssistantSession,
  AssistantSessionInput,
  AssistantSessionListInput,
  AssistantSessionPatch,
  AssistantSessionPage,
} from '#shared/contracts/assistant.ts';
import { assistantSessionInputSchema } from '#shared/contracts/assistant.ts';
import type { Page } from '#shared/contracts/common.ts';
import type { Proposal } from '#shared/contracts/proposals.ts';
import { AppError, isAppError } from '#shared/errors.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store, Writer } from '#main/db/store.ts';
import type { Proposals } from '#main/domains/proposals/index.ts';
import type { AssistantReads, MessageRow, Place, SessionRow, SessionView } from './assistant.store.ts';
import { exportOf, toMessage, toSession } from './message-view.ts';

export type SessionsDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly nowMs: () => number;
  readonly reads: AssistantReads;
  readonly writes: {
    putSession(tx: Writer, row: SessionRow): void;
    putMessage(tx: Writer, row: MessageRow): void;
    dropSessions(tx: Writer, ids: readonly string[]): void;
  };
  readonly proposals: Pick<Proposals['inbox'], 'get'>;
  readonly keptDays: () => Promise<number>;
};

const DAY_MS = 86_400_000;

/** Conversations: what was asked and answered, until the person removes it. */
export class SessionsService {
  readonly #deps: SessionsDeps;

  constructor(deps: SessionsDeps) {
    this.#deps = deps;
  }

  async list(input: AssistantSessionListInput): Promise<AssistantSessionPage> {
    const page = await this.#deps.reads.listSessions(input);
    return { ...page, items: page.items.map(toSession) };
  }

  async get(id: string): Promise<AssistantSession> {
    return toSession(await this.getRow(id));
  }

  async messages(input: AssistantMessageListInput): Promise<Page<AssistantMessage>> {
    const page = await this.#deps.reads.listMessages(input);
    return { ...page, items: await Promise.all(page.items.map((row) => this.view(row))) };
  }

  async create(given: AssistantSessionInput): Promise<AssistantSession> {
    const { title, scope, model } = assistantSessionInputSchema.parse(given);
    const place = await this.placeOf(scope);
    const nowMs = this.#deps.nowMs();
    const row: SessionRow = {
      id: this.#deps.ids.next(),
      title,
      ...scope,
      model,
      isPrivate: place.isClientPrivate || place.isProjectPrivate,
      summary: '',
      summaryUntil: null,
      summaryPrivateIds: [],
      deletedAt: null,
      createdAt: nowMs,
      updatedAt: nowMs,
    };
    await this.write('assistant.create', (tx) => this.#deps.writes.putSession(tx, row));
    return this.get(row.id);
  }

  async update({ id, title, scope, model }: AssistantSessionPatch): Promise<AssistantSession> {
    const row = await this.getRow(id);
    if (scope !== undefined && row.messageCount > 0) {
      throw new AppError(
        'conflict',
        'A conversation stays with what it is about. Nothing was changed; begin a new one for something else.',
      );
    }
    const place = scope && (await this.placeOf(scope));
    await this.change(row, {
      ...(title === undefined ? {} : { title }),
      ...(model === undefined ? {} : { model }),
      ...(scope && place ? { ...scope, isPrivate: place.isClientPrivate || place.isProjectPrivate } : {}),
    });
    return this.get(id);
  }

  /** Out of sight; removed for good with the trash. */
  async remove(id: string): Promise<void> {
    await this.change(await this.getRow(id), { deletedAt: this.#deps.nowMs() });
  }

  async restore(id: string): Promise<AssistantSession> {
    const row = await this.#deps.reads.findSession(id);
    if (!row) throw absent();
    await this.change(row, { deletedAt: null });
    return this.get(id);
  }

  /** Conversations removed longer ago than the trash keeps things. */
  async prune(): Promise<void> {
    const days = await this.#deps.keptDays();
    if (days === 0) return;
    const ids = await this.#deps.reads.listDeletedBefore(this.#deps.nowMs() - days * DAY_MS);
    if (ids.length > 0) await this.write('assistant.prune', (tx) => this.#deps.writes.dropSessions(tx, ids));
  }

  async export(id: string, format: 'markdown' | 'json'): Promise<AssistantExport> {
    const session = await this.get(id);
    const rows = await this.#deps.reads.listAll(id);
    return exportOf(session, await Promise.all(rows.map((row) => this.view(row))), rows, format);
  }

  async getRow(id: string): Promise<SessionView> {
    const row = await this.#deps.reads.findSession(id);
    if (!row || row.deletedAt !== null) throw absent();
    return row;
  }

  /** What the scope names. Throws `not_found` where that is gone. */
  async placeOf(scope: AssistantScope): Promise<Place> {
    const place = await this.#deps.reads.findPlace(scope);
    if (place) return place;
    throw new AppError(
      'not_found',
      'What this conversation is about does not exist any more. Nothing was asked; choose another scope.',
    );
  }

  view(row: MessageRow): Promise<AssistantMessage> {
    return toMessage(row, (id) => this.findProposal(id));
  }

  async findProposal(id: string): Promise<Proposal | null> {
    try {
      return await this.#deps.proposals.get(id);
    } catch (error) {
      if (isAppError(error) && error.code === 'not_found') return null;
      throw error;
    }
  }

  async change(row: SessionView, patch: Partial<SessionRow>): Promise<void> {
    const { clientName: _, projectName: __, messageCount: ___, ...kept } = row;
    const changed = { ...kept, ...patch, updatedAt: this.#deps.nowMs() };
    await this.write('assistant.update', (tx) => this.#deps.writes.putSession(tx, changed));
  }

  async write(command: string, work: (tx: Writer) => void): Promise<void> {
    await this.#deps.store.write({ command, principal: 'assistant' }, work);
  }
}

function absent(): AppError {
  return new AppError('not_found', 'This conversation does not exist any more.');
}
