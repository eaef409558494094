import { defineConfig } from 'drizzle-kit';

export default defineConfig({
  dialect: 'postgresql',
  schema: './cloud/src/db/tables.ts',
  out: './cloud/drizzle',
});
