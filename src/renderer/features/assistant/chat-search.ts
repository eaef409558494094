import { addressParser, id } from '#renderer/lib/address.ts';

/** The conversation that is open; a new one without. `project` and `client`: what a new one is about. */
export const parseChatSearch = addressParser({ session: id, project: id, client: id });
export type ChatSearch = ReturnType<typeof parseChatSearch>;
