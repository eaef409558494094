/** Clients: the people and companies the work is for. */
import { ClientsService, type ClientsDeps } from './clients.service.ts';
import { createClientsStore } from './clients.store.ts';

export { clientActions } from './clients.actions.ts';
export { archiveCommand, colourOf, newClientRow, requireFound } from './clients.service.ts';
export type Clients = ClientsService;

export function createClients(deps: Omit<ClientsDeps, 'reads'>): Clients {
  return new ClientsService({ ...deps, reads: createClientsStore(deps.store.reader) });
}
