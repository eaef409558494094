import type { FolderListing } from '#shared/contracts/files.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { ActionDefinition } from '#main/engine/actions/action-definition.ts';
import { browserActions } from '../browser/browser.actions.ts';
import { BrowserService } from '../browser/browser.service.ts';
import { fileActions } from '../files/files.actions.ts';
import type { FilesService } from '../files/files.service.ts';
import { browseFolder } from '../files/folder-browser.ts';
import { createFiles } from '../files/files.ts';
import { createExtractWorker } from './extract-worker.ts';

export type LocalSources = {
  readonly files: FilesService;
  readonly browser: BrowserService;
  readonly actions: readonly ActionDefinition[];
  /** For a person who chooses a folder; begins at home. */
  browse(path: string | undefined): Promise<FolderListing>;
  /** A plugin or flow is gone for good: its places in the folders go with it. `plugin:<name>`. */
  forgetReader(reader: string): Promise<void>;
  close(): Promise<void>;
};

export type LocalSourcesDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  /** Entry file of the worker `extract`. */
  readonly workerUrl: URL;
  /** Where the browsers of the person keep their profiles. */
  readonly homeDir: string;
  readonly platform: NodeJS.Platform;
  /** A followed folder has come to rest after a change. */
  readonly onFolderChanged?: (folder: string) => void;
  readonly onError: (error: unknown) => void;
};

/** What lies on this machine: granted folders and the histories of browsers. Nothing runs before the first call. */
export function createLocalSources(deps: LocalSourcesDeps): LocalSources {
  const extract = createExtractWorker(deps.workerUrl);
  const files = createFiles({ ...deps, extract, onChanged: deps.onFolderChanged });
  const browser = new BrowserService({ homeDir: deps.homeDir, platform: deps.platform, extract });
  return {
    files,
    browser,
    actions: [...fileActions(files), ...browserActions(browser)],
    browse: (path) => browseFolder(path ?? deps.homeDir),
    forgetReader: (reader) => files.forgetReader(reader),
    async close() {
      await files.stop();
      await extract.close();
    },
  };
}
