import { useClientOptions, useProjectOptions } from '#renderer/entities/task/project-options.tsx';
import type { ShownProposal } from '#renderer/entities/proposal/proposal-queries.ts';

export type NamedPlace = { readonly id: string; readonly name: string };

/** The project and the client that a proposal belongs to, once their names are known. */
export function usePlaceNames(proposal: Pick<ShownProposal, 'projectId' | 'clientId'>): {
  readonly project: NamedPlace | undefined;
  readonly client: NamedPlace | undefined;
} {
  const { projectId, clientId } = proposal;
  const projects = useProjectOptions(projectId !== null);
  const clients = useClientOptions(clientId !== null);
  const project = projects.options.find(({ value }) => value === projectId);
  const client = clients.options.find(({ value }) => value === clientId);
  return {
    project: project && { id: project.value, name: project.label },
    client: client && { id: client.value, name: client.label },
  };
}
