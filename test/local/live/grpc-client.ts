import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { writeCertificate } from '../../certificate.ts';
import type { LiveHost } from './live-host.ts';
import { startLiveHost } from './live-host.ts';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the client has no types of its own
export type Message = any;

export interface GrpcClient {
  readonly host: LiveHost;
  /** One RPC, with the host's own key where none is given. */
  call(rpc: string, request: object, key?: string): Promise<Message>;
  close(): Promise<void>;
}

/**
 * A live host that serves gRPC over TLS, with a certificate made for it, and Clarifai's own Node
 * client that trusts it.
 */
export async function startGrpcClient(): Promise<GrpcClient> {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-grpc-'));
  const tls = await writeCertificate(folder);
  const host = await startLiveHost({}, { port: 0, tls });
  process.env['GRPC_DEFAULT_SSL_ROOTS_FILE_PATH'] = tls.certificate;
  // Read once, when the library loads, which the server has done already.
  jest.resetModules();
  const { ClarifaiStub, grpc } = await import('clarifai-nodejs-grpc');
  const stub = ClarifaiStub.grpc(`localhost:${host.server.grpcAddress?.split(':')[1]}`);
  const call = (rpc: string, request: object, own = host.server.key) => {
    const metadata = new grpc.Metadata();
    metadata.set('authorization', `Key ${own}`);
    return promisify<object, object, Message>(stub[rpc].bind(stub))(request, metadata);
  };
  const close = async () => {
    await host.close();
    rmSync(folder, { recursive: true });
  };
  return { host, call, close };
}
