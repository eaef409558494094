import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Api, ApiConnection } from './client.ts';
import type { ConnectionState } from './connection.ts';

const ApiContext = createContext<ApiConnection | undefined>(undefined);

export const ApiProvider = ApiContext.Provider;

export function useApiConnection(): ApiConnection {
  const value = useContext(ApiContext);
  if (!value) throw new Error('ApiProvider is missing above this component');
  return value;
}

/** The typed client. Use it in features/<domain>/queries.ts only; components get data and callbacks. */
export function useApi(): Api {
  return useApiConnection().api;
}

export function useConnectionState(): ConnectionState {
  const { connection } = useApiConnection();
  return useSyncExternalStore(connection.subscribe, connection.get);
}
