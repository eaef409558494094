import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { CatalogueModel } from '#shared/contracts/embeddings.ts';

type Seen = { path: string; range: string | undefined };

export type Misbehave = (request: IncomingMessage, response: ServerResponse, bytes: Buffer) => boolean;

/** Serves one folder with ranges; `misbehave` may answer in its place. */
export async function serveModel(folder: string, misbehave: Misbehave = () => false) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://here').pathname;
    seen.push({ path, range: request.headers.range });
    void readFile(join(folder, path)).then(
      (bytes) => {
        if (misbehave(request, response, bytes)) return;
        const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
        if (from > 0)
          response.setHeader('content-range', `bytes ${from}-${bytes.length - 1}/${bytes.length}`);
        response.writeHead(from > 0 ? 206 : 200).end(bytes.subarray(from));
      },
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    port,
    seen,
    close: () => new Promise((resolve) => server.close(resolve).closeAllConnections()),
  };
}

/** What a list of downloads says of that folder. */
export async function catalogueOf(folder: string, port: number): Promise<CatalogueModel> {
  const paths = ['config.json', 'tokenizer.json', 'onnx/model.onnx'];
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(join(folder, path));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { path, url: `http://127.0.0.1:${port}/${path}`, sha256, sizeBytes: bytes.length };
    }),
  );
  return { id: 'tiny', name: 'tiny', licence: 'none', languages: ['en'], maxTokens: 32, files };
}
