/**
 * What could not be sent: kept in the transaction of what it is about, each kind in its order, tried at most three
 * times with growing pauses, and then told to the person. A try is repeated with the same idempotency key, so that
 * what was sent by a process that ended before it could note so does nothing more. See docs/decisions, "Offline queue".
 */
export { isUnsent, Outbox, type OutboxKind } from './outbox.ts';
