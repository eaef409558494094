import { z } from 'zod';
import {
  listBookmarksInputSchema,
  listBookmarksOutputSchema,
  listProfilesOutputSchema,
  listVisitsInputSchema,
  listVisitsOutputSchema,
} from '#shared/contracts/browser.ts';
import type { PermissionRequest } from '#shared/contracts/permissions.ts';
import { defineAction, type ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { BrowserService } from './browser.service.ts';

function needs({ profile }: { readonly profile: string }): readonly PermissionRequest[] {
  return [{ type: 'read_browser_history', resource: profile }];
}

/** What plugins may do with the browsers on this machine. */
export function browserActions(browser: BrowserService): readonly ActionDefinition[] {
  return [
    defineAction({
      id: 'browser.list_profiles',
      title: 'List browser profiles',
      description:
        'The profiles of Chrome, Chromium, Edge, Brave and Firefox that have a history, by id and name.',
      input: z.object({}),
      output: listProfilesOutputSchema,
      effect: 'read',
      // Which browsers there are is no secret; the names given to profiles are often names of people.
      needs: () => [],
      run: async ({ principal }) => {
        const profiles = await browser.listProfiles();
        const isPerson = principal.kind === 'user';
        return { profiles: profiles.map((one) => (isPerson ? one : { ...one, name: one.id })) };
      },
    }),
    defineAction({
      id: 'browser.list_visits',
      title: 'List visited pages',
      description:
        'Addresses, titles and times of visited web pages, the earliest first. Fragments, passwords and most of the query are cut off.',
      input: listVisitsInputSchema,
      output: listVisitsOutputSchema,
      effect: 'read',
      needs: (input) => needs(input),
      run: ({ signal }, input) => browser.listVisits(input, signal),
    }),
    defineAction({
      id: 'browser.list_bookmarks',
      title: 'List bookmarks',
      description: 'Addresses, titles and times of bookmarked web pages.',
      input: listBookmarksInputSchema,
      output: listBookmarksOutputSchema,
      effect: 'read',
      needs: (input) => needs(input),
      run: async ({ signal }, input) => {
        const { bookmarks, isTruncated } = await browser.listBookmarks(input, signal);
        return { bookmarks: [...bookmarks], isTruncated };
      },
    }),
  ];
}
