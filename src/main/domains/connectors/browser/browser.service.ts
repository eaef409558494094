import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  BrowserProfile,
  ListBookmarksInput,
  ListVisitsInput,
  VisitList,
} from '#shared/contracts/browser.ts';
import type { BookmarkList, Refusal } from '#shared/contracts/extract.ts';
import { AppError } from '#shared/errors.ts';
import type { ExtractWorker } from '../reading/extract-worker.ts';
import type { PlacesInput } from './browser-places.ts';
import { findProfiles, type FoundProfile } from './browser-profiles.ts';

export type BrowserDeps = PlacesInput & {
  readonly extract: ExtractWorker;
  /** Where copies lie for the length of a call; the system's own folder for such things unless told otherwise. */
  readonly scratchDir?: string;
};

/**
 * History and bookmarks of the browsers on this machine. They are read from a copy in a folder that only this user
 * can enter and that is gone after the call; nothing but web addresses, titles and times comes out of the worker.
 */
export class BrowserService {
  readonly #deps: BrowserDeps;

  constructor(deps: BrowserDeps) {
    this.#deps = deps;
  }

  async listProfiles(): Promise<readonly BrowserProfile[]> {
    const profiles = await findProfiles(this.#deps);
    return profiles.map(({ id, browser, name }) => ({ id, browser, name }));
  }

  /** Visits after the cursor, or since a time, the earliest first. */
  async listVisits(input: ListVisitsInput, signal?: AbortSignal): Promise<VisitList> {
    const profile = await this.#getProfile(input.profile);
    const [timeText, id] = input.cursor?.split('.') ?? [];
    const after = timeText === undefined ? null : { timeText, id: Number(id) };
    const { since: sinceMs, limit } = input;
    const answer = await this.#withScratch((scratch) =>
      this.#deps.extract.run(
        { op: 'visits', source: sourceOf(profile, scratch), sinceMs, after, limit },
        signal,
      ),
    );
    if ('refusal' in answer) throw unreadable(answer.refusal);
    const { visits, next, isEnd } = answer.result;
    return { visits: [...visits], cursor: next && `${next.timeText}.${next.id}`, hasMore: !isEnd };
  }

  async listBookmarks(input: ListBookmarksInput, signal?: AbortSignal): Promise<BookmarkList> {
    const profile = await this.#getProfile(input.profile);
    const answer = await this.#withScratch((scratch) =>
      this.#deps.extract.run(
        { op: 'bookmarks', source: sourceOf(profile, scratch), limit: input.limit },
        signal,
      ),
    );
    if ('refusal' in answer) throw unreadable(answer.refusal);
    return answer.result;
  }

  /** Removed from outside too: a thread that is ended cannot tidy up. `mkdtemp` makes it for this user alone. */
  async #withScratch<T>(work: (scratch: string) => Promise<T>): Promise<T> {
    const scratch = await mkdtemp(join(this.#deps.scratchDir ?? tmpdir(), 'adiuva-browser-'));
    try {
      return await work(scratch);
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  }

  async #getProfile(id: string): Promise<FoundProfile> {
    const found = (await findProfiles(this.#deps)).find((profile) => profile.id === id);
    if (!found) throw new AppError('not_found', 'This browser profile is not there, or has no history yet.');
    return found;
  }
}

function sourceOf(profile: FoundProfile, scratch: string) {
  return { family: profile.family, profile: profile.folder, scratch };
}

const REASONS: Partial<Record<Refusal, string>> = {
  not_found: 'it is no longer there',
  not_a_file: 'a link is in its place',
  too_large: 'it is too large',
  unsupported: 'this version of the browser keeps it in another form',
  damaged: 'it is damaged, or the browser is writing to it all the time',
  took_too_long: 'reading it took too long',
  unreadable: 'this user may not read it',
};

function unreadable(refusal: Refusal): AppError {
  const reason = REASONS[refusal] ?? 'the reader stopped';
  return new AppError(
    'file_unreadable',
    `The browser's data could not be read: ${reason}. The browser and its data were not touched; try again later.`,
    { details: { reason: refusal } },
  );
}
