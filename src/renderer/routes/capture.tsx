import { createFileRoute } from '@tanstack/react-router';
import { CapturePage } from '#renderer/features/quick-add/capture-page.tsx';

export const Route = createFileRoute('/capture')({ component: CapturePage });
