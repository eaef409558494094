import { createFileRoute } from '@tanstack/react-router';

/** A note beside the list; the list's route draws both. */
export const Route = createFileRoute('/notes/$noteId')({ component: () => null });
