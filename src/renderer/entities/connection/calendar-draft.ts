import type {
  CalendarSource,
  CalendarSourceInput,
  CalendarSourceKind,
  CalendarSourcePatch,
} from '#shared/contracts/connectors.ts';

export type CalendarDraft = {
  readonly kind: CalendarSourceKind;
  readonly name: string;
  readonly location: string;
  readonly user: string;
  readonly secret: string;
  readonly certificate: string;
};
export type CalendarField = 'name' | 'location' | 'path' | 'user' | 'secret';

export const NEW_CALENDAR: CalendarDraft = {
  kind: 'caldav',
  name: '',
  location: '',
  user: '',
  secret: '',
  certificate: '',
};

export function calendarDraftOf(source: CalendarSource): CalendarDraft {
  const { kind, name, location, user } = source;
  return { kind, name, location, user, secret: '', certificate: source.trustedCertificate ?? '' };
}

/** A new CalDAV server is asked for its calendars, which bring their own names. */
export function missingInCalendar(draft: CalendarDraft, isNew: boolean): readonly CalendarField[] {
  const missing: CalendarField[] = [];
  if (draft.location.trim() === '') missing.push(draft.kind === 'file' ? 'path' : 'location');
  const isSearch = isNew && draft.kind === 'caldav';
  if (isSearch && draft.user.trim() === '') missing.push('user');
  if (isSearch && draft.secret === '') missing.push('secret');
  if (!isSearch && draft.name.trim() === '') missing.push('name');
  return missing;
}

export const certificateOf = (draft: CalendarDraft): string | null =>
  draft.certificate.trim() === '' ? null : draft.certificate.trim();

export function toCalendarInput(draft: CalendarDraft): CalendarSourceInput {
  const isFile = draft.kind === 'file';
  return {
    kind: draft.kind,
    name: draft.name.trim(),
    location: draft.location.trim(),
    user: isFile ? '' : draft.user.trim(),
    trustedCertificate: isFile ? null : certificateOf(draft),
    ...(isFile || draft.secret === '' ? {} : { secret: draft.secret }),
  };
}

export function toCalendarPatch(draft: CalendarDraft): CalendarSourcePatch {
  const { kind: _, ...patch } = toCalendarInput(draft);
  return patch;
}
