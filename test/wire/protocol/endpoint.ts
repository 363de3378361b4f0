import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FakeAws } from '../fake-aws.ts';
import { credentials } from '../clients.ts';
import { isSigned } from '../s3/presigned.ts';
import type { WireRequest } from './wire.ts';

const region = 'eu-central-1';
/** Signing name of a service, to the host it answers under. */
const hosts: Readonly<Record<string, string>> = {
  scheduler: `scheduler.${region}.amazonaws.com`,
  sagemaker: `runtime.sagemaker.${region}.amazonaws.com`,
};

/**
 * The fake account behind a real socket: what `AWS_ENDPOINT_URL` can name, so that handlers run as
 * they are deployed.
 */
export async function listen(
  fake: Pick<FakeAws, 'handle'>,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => void answer(fake, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

async function answer(
  fake: Pick<FakeAws, 'handle'>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    if (!isAllowed(request))
      return void response.writeHead(403).end('<Code>SignatureDoesNotMatch</Code>');
    const reply = (await fake.handle(await wireRequest(request))).response;
    response.writeHead(reply.statusCode, reply.headers);
    reply.body.pipe(response);
  } catch (error) {
    response.writeHead(500).end(String(error));
  }
}

/**
 * What brings no key must be a link, whose query is its permission. Signatures in headers are the
 * SDK's own business.
 */
function isAllowed({ method = '', url = '', headers }: IncomingMessage): boolean {
  if (headers.authorization !== undefined) return true;
  return isSigned({ method, url, headers }, credentials.secretAccessKey, Date.now());
}

async function wireRequest(request: IncomingMessage): Promise<WireRequest> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = request.headers as Record<string, string>;
  const names = [...new Set(url.searchParams.keys())];
  const query = Object.fromEntries(
    names.map((name) => [
      name,
      url.searchParams.getAll(name).length > 1
        ? url.searchParams.getAll(name)
        : (url.searchParams.get(name) ?? ''),
    ]),
  );
  const body = Buffer.concat(chunks);
  return { method: request.method ?? 'GET', headers, query, body, ...placeOf(url, headers) };
}

/**
 * A local endpoint has no host name per service or bucket: the signature says whose it is, the path
 * names the bucket.
 */
function placeOf(url: URL, headers: Record<string, string>): { hostname: string; path: string } {
  const service =
    /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers['authorization'] ?? '')?.[1] ?? 's3';
  if (service !== 's3')
    return { hostname: hosts[service] ?? `${service}.${region}.amazonaws.com`, path: url.pathname };
  const [, bucket = '', ...rest] = url.pathname.split('/');
  return { hostname: `${bucket}.s3.${region}.amazonaws.com`, path: `/${rest.join('/')}` };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
