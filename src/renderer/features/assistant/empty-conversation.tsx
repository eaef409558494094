import { useQuery } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AssistantScope } from '#shared/contracts/assistant.ts';
import { useApi } from '#renderer/api/provider.tsx';
import { Button } from '#renderer/ui/button.tsx';

/** The projects that are worked on, latest first: the same rows as in the sidebar. */
function useActiveProjects() {
  const api = useApi();
  const input = { statuses: ['active' as const], sort: '-updatedAt' as const, limit: 50 };
  return useQuery({
    queryKey: ['projects', 'list', input],
    queryFn: ({ signal }) => api.projects.list.query(input, { signal }),
  });
}

function useSuggestions(scope: AssistantScope, name: string | undefined): readonly string[] {
  const { t } = useTranslation('assistant');
  const { data } = useActiveProjects();
  if (scope.projectId !== null && name !== undefined) {
    return [t('suggestSummary', { name }), t('suggestDue'), t('suggestWaiting')];
  }
  if (scope.clientId !== null && name !== undefined) {
    return [t('suggestPromised', { name }), t('suggestDue'), t('suggestOverdue')];
  }
  const project = data?.items[0];
  const client = data?.items.find(({ clientName }) => clientName !== null)?.clientName;
  return [
    t('suggestDue'),
    t('suggestPlan'),
    ...(client == null ? [] : [t('suggestPromised', { name: client })]),
    ...(project === undefined ? [] : [t('suggestSummary', { name: project.name })]),
  ];
}

type EmptyConversationProps = {
  scope: AssistantScope;
  scopeName: string | undefined;
  onAsk(text: string): void;
};

/** Before the first question: what can be asked, with names of the workspace. */
export function EmptyConversation({ scope, scopeName, onAsk }: EmptyConversationProps) {
  const { t } = useTranslation('assistant');
  const suggestions = useSuggestions(scope, scopeName);
  return (
    <div className="m-auto flex w-full max-w-md flex-col items-center px-2 py-8 text-center">
      <span
        aria-hidden
        className="mb-3 grid size-12 place-items-center rounded-2xl bg-primary-soft text-primary-text"
      >
        <Sparkles className="size-5.5" strokeWidth={1.6} />
      </span>
      <h2 className="text-base font-semibold tracking-[-0.3px]">{t('emptyTitle')}</h2>
      <p className="mt-1 max-w-sm text-sm leading-relaxed text-muted-foreground">{t('emptyText')}</p>
      <ul aria-label={t('suggestions')} className="mt-5 flex w-full flex-col gap-1.5">
        {suggestions.map((suggestion) => (
          <li key={suggestion}>
            <Button
              variant="outline"
              className="h-auto min-h-9 w-full justify-start rounded-xl bg-card/70 py-2 text-start font-normal whitespace-normal"
              onClick={() => onAsk(suggestion)}
            >
              {suggestion}
            </Button>
          </li>
        ))}
      </ul>
    </div>
  );
}
