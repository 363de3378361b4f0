import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

const commit = 'a'.repeat(40);

/**
 * The two calls of the Hugging Face hub that fetching a model makes, for the models given: id to
 * name to content.
 */
export async function serveHub(
  models: Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => answer(request, response, models));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()));
  return { url: `http://127.0.0.1:${port}`, close };
}

type Models = Parameters<typeof serveHub>[0];

function answer(request: IncomingMessage, response: ServerResponse, models: Models): void {
  const path = (request.url ?? '').split('?')[0] ?? '';
  const id = Object.keys(models).find((each) => path.includes(`/${each}/`));
  if (path.includes('/gated/')) return refuse(response, 403, 'GatedRepo');
  if (id === undefined) return refuse(response, 404, 'RepoNotFound');
  const files = models[id] ?? {};
  if (path.startsWith('/api/models/')) return sendInfo(response, id, Object.keys(files));
  const content = files[decodeURIComponent(path.split('/').at(-1) ?? '')];
  if (content === undefined) return refuse(response, 404, 'EntryNotFound');
  sendFile(response, content, request.method === 'HEAD');
}

function refuse(response: ServerResponse, code: number, reason: string): void {
  response.writeHead(code, { 'x-error-code': reason, 'x-error-message': reason }).end();
}

function sendInfo(response: ServerResponse, id: string, names: readonly string[]): void {
  const siblings = names.map((rfilename) => ({ rfilename }));
  const info = { id, modelId: id, sha: commit, siblings, tags: [], downloads: 0, private: false };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(info));
}

function sendFile(response: ServerResponse, content: string | Uint8Array, isHead: boolean): void {
  const body = Buffer.from(content as Uint8Array);
  const etag = createHash('sha1').update(body).digest('hex');
  response.writeHead(200, {
    'content-length': body.length,
    etag: `"${etag}"`,
    'x-repo-commit': commit,
  });
  response.end(isHead ? undefined : body);
}
