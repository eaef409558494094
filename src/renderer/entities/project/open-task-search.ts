import { addressParser, text } from '#renderer/lib/address.ts';

/** The task whose panel is open beside a page about something larger. */
export const parseOpenTask = addressParser({ task: text(60) });
