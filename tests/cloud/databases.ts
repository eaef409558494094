import { startCloud, type TestCloud, type TestCloudOptions } from '../support/cloud.ts';
import { startPostgres, type PostgresServer } from '../support/postgres.ts';

export const DATABASES = ['embedded', 'PostgreSQL'] as const;

export type CloudFixture = {
  /** A server with a database of its own; it ends with the fixture. */
  start(options?: TestCloudOptions): Promise<TestCloud>;
  end(): Promise<void>;
};

/** Servers of one test file on one kind of database. */
export async function prepare(database: (typeof DATABASES)[number]): Promise<CloudFixture> {
  const postgres: PostgresServer | undefined = database === 'PostgreSQL' ? await startPostgres() : undefined;
  const started: TestCloud[] = [];
  return {
    start: async (options = {}) => {
      const databaseUrl = await postgres?.makeDatabase();
      const cloud = await startCloud({ ...options, databaseUrl });
      started.push(cloud);
      return cloud;
    },
    end: async () => {
      await Promise.all(started.map((cloud) => cloud.stop()));
      await postgres?.stop();
    },
  };
}
