import type { CatalogueModel } from '#shared/contracts/embeddings.ts';
import { createEmbeddingSettings, type EmbeddingSettings } from '#main/domains/models/index.ts';
import type { Egress, HostAndPort } from '#main/engine/egress/index.ts';
import { defineDownloadJob, type EmbedderList } from '#main/engine/embeddings/index.ts';
import type { JobDefinition, Jobs } from '#main/engine/jobs/index.ts';
import { isLocalAddress } from '#main/engine/models/index.ts';

/** Models for the search by meaning as the settings show them; they are fetched by a durable job. */
export function createEmbedding(deps: {
  readonly embeddings: EmbedderList;
  readonly egress: Egress;
  readonly jobs: Jobs;
}): EmbeddingSettings {
  const { embeddings, egress, jobs } = deps;
  const { modelsDir, catalogueModels } = embeddings;
  const download = defineDownloadJob({
    egress,
    configured: catalogueModels.flatMap(localHosts),
    catalogue: catalogueModels,
    modelsDir,
    adopt: (from, { name, maxTokens }, signal) => embeddings.addFolder(from, { name, maxTokens }, signal),
  });
  // The engine parses a job's input by the definition's own schema.
  jobs.define([download as JobDefinition<never>]);
  return createEmbeddingSettings({ embeddings, jobs });
}

/** A list that names servers of this machine or network means them; a name elsewhere may never lead there. */
function localHosts({ files }: CatalogueModel): readonly HostAndPort[] {
  return files
    .filter(({ url }) => isLocalAddress(url))
    .map(({ url }) => new URL(url))
    .map(({ hostname, port, protocol }) => ({
      host: hostname,
      port: port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port),
    }));
}
