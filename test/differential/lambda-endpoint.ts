import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TaskFunction } from '../../local/workflow/asl-thread.ts';

export interface LambdaEndpoint {
  readonly url: string;
  /** By the name that a definition invokes. */
  readonly functions: Map<string, TaskFunction>;
  close(): void;
}

/**
 * Lambda's Invoke operation over HTTP, answered by functions of this process. A failure is
 * described as Lambda does it.
 */
export async function startLambdaEndpoint(): Promise<LambdaEndpoint> {
  const functions = new Map<string, TaskFunction>();
  const server = createServer((request, response) => void invoke(functions, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    functions,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function invoke(
  functions: ReadonlyMap<string, TaskFunction>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [, name = ''] = /\/functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
  const found = functions.get(decodeURIComponent(name));
  if (!found) {
    const headers = { 'x-amzn-errortype': 'ResourceNotFoundException' };
    response.writeHead(404, headers).end(JSON.stringify({ Message: `no function ${name}` }));
    return;
  }
  try {
    const result = await found(JSON.parse(await bodyOf(request)));
    response.writeHead(200).end(JSON.stringify(result ?? null));
  } catch (error) {
    const { name: errorType, message: errorMessage } = error as Error;
    response
      .writeHead(200, { 'x-amz-function-error': 'Unhandled' })
      .end(JSON.stringify({ errorType, errorMessage, trace: [] }));
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
