import { createFileRoute, useNavigate } from '@tanstack/react-router';
import { TracePage } from '#renderer/features/traces/trace-page.tsx';

export const Route = createFileRoute('/traces/$traceId')({ component: Trace });

function Trace() {
  const { traceId } = Route.useParams();
  const navigate = useNavigate();
  return <TracePage key={traceId} id={traceId} onRemoved={() => void navigate({ to: '/traces' })} />;
}
