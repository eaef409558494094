import { z } from 'zod';
import { principalText } from '#shared/contracts/actions.ts';
import {
  acknowledgeFilesInputSchema,
  listChangedFilesInputSchema,
  listChangedFilesOutputSchema,
  readTextInputSchema,
  readTextOutputSchema,
} from '#shared/contracts/files.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { FilesService } from './files.service.ts';

/** The right is for the path as it is given: the service refuses any that is not real. */
function needs({ folder }: { readonly folder: string }): readonly PermissionRequest[] {
  return [{ type: 'read_folder', resource: folder }];
}

/** What plugins may do with granted folders: see what changed, read text, say what they took in. */
export function fileActions(files: FilesService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'files.list_changed',
      title: 'List changed files',
      description:
        'Files of a folder that were added, changed, moved or removed since the cursor, with size, time and hash. Without a cursor: since the last acknowledgement.',
      input: listChangedFilesInputSchema,
      output: listChangedFilesOutputSchema,
      effect: 'read',
      needs: (input) => needs(input),
      run: ({ principal, signal }, input) => files.listChanged(principalText(principal), input, signal),
    }),
    defineAction({
      id: 'files.read_text',
      title: 'Read the text of files',
      description:
        'The text of text, Markdown, CSV, HTML, PDF and Word files of a folder, or for each file the reason why there is none.',
      input: readTextInputSchema,
      output: readTextOutputSchema,
      effect: 'read',
      needs: (input) => needs(input),
      run: async ({ signal }, input) => ({ files: await files.readText(input, signal) }),
    }),
    defineAction({
      id: 'files.acknowledge',
      title: 'Acknowledge file changes',
      description:
        'Remembers that the changes up to the cursor were taken in, so that the next list begins after them.',
      input: acknowledgeFilesInputSchema,
      output: z.object({}),
      effect: 'read',
      needs: (input) => needs(input),
      run: async ({ principal }, input) => {
        await files.acknowledge(principalText(principal), input);
        return {};
      },
    }),
  ];
}
