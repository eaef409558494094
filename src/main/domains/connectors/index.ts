/**
 * Where the mail, calendars, files and browsers of the person are read, and never written. Passwords are named
 * secrets, connections go out by the egress, and what strangers wrote is taken apart in workers under limits. Plugins
 * reach all this through actions, each of which needs a right for the very account or calendar.
 */
import type { Clock } from '#shared/kernel/clock.ts';
import type { IdSource } from '#shared/kernel/ids.ts';
import type { Store } from '#main/db/store.ts';
import type { ActionDefinition } from '#main/engine/actions/action-definition.ts';
import type { Egress } from '#main/engine/egress/index.ts';
import type { NamedSecrets } from '#main/engine/named-secrets/index.ts';
import { calendarActions } from './calendar/calendar.actions.ts';
import { createCalendars, type Calendars } from './calendar/calendar.service.ts';
import { emailActions } from './email/email.actions.ts';
import { createEmail, type Email } from './email/email.service.ts';
import { createLivePrivacyReads } from './live-privacy.store.ts';
import { LivePrivacy } from './live-privacy.ts';

export { externalItemActions } from './external-items/external-items.actions.ts';
export { createExternalItems, type ExternalItems } from './external-items/external-items.ts';
export { createExternalSearch } from './external-items/external-search.store.ts';
export { webActions } from './web/web.actions.ts';
export { createLocalSources, type LocalSources } from './reading/local-sources.ts';

export type ConnectorsDeps = {
  readonly store: Store;
  readonly ids: IdSource;
  readonly clock: Clock;
  readonly egress: Egress;
  readonly secrets: NamedSecrets;
  /** The person's own zone, an IANA name. */
  readonly timeZone: () => Promise<string>;
};

export type Connectors = {
  readonly email: Email;
  readonly calendar: Calendars;
  /** Leaves out what a privacy view hides of what is read live. */
  readonly privacy: LivePrivacy;
  /** A plugin or flow is gone for good: its bookmarks in mail and calendars go with it. `plugin:<name>`. */
  forgetReader(reader: string): Promise<void>;
  close(): Promise<void>;
};

export function createConnectors(deps: ConnectorsDeps): Connectors {
  const email = createEmail(deps);
  const calendar = createCalendars(deps);
  return {
    email,
    calendar,
    privacy: new LivePrivacy(deps.store, createLivePrivacyReads(deps.store.reader)),
    async forgetReader(reader) {
      await email.forgetReader(reader);
      await calendar.forgetReader(reader);
    },
    async close() {
      await email.close();
      await calendar.close();
    },
  };
}

/** What plugins, flows and agents may do with what is connected. */
export function connectorActions({
  email,
  calendar,
  privacy,
}: Pick<Connectors, 'email' | 'calendar' | 'privacy'>): readonly ActionDefinition[] {
  return [...emailActions(email, privacy), ...calendarActions(calendar, privacy)];
}
