import { createFileRoute } from '@tanstack/react-router';

/** A task in its panel; the list's route draws both. */
export const Route = createFileRoute('/tasks/$taskId')({ component: () => null });
