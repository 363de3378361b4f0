import { createServer as createHttp } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';

/** One message as it came. */
export interface Received {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A receiver of webhooks on 127.0.0.1: keeps what it is sent, answers as it is told. */
export class Receiver {
  readonly received: Received[] = [];
  #status = 200;
  #text = '';
  #headers: Readonly<Record<string, string>> = {};
  readonly #server: Server;

  private constructor(tls?: { readonly cert: string; readonly key: string }) {
    const listen: RequestListener = (request, response) => {
      let body = '';
      request.on('data', (chunk) => (body += String(chunk)));
      request.on('end', () => {
        this.received.push({ headers: request.headers, body });
        response.writeHead(this.#status, this.#headers).end(this.#text);
      });
    };
    this.#server = tls ? createHttps(tls, listen) : createHttp(listen);
  }

  /** @param port 0: any free one. @throws Error where it is taken */
  static async open(
    tls?: { readonly cert: string; readonly key: string },
    port = 0,
  ): Promise<Receiver> {
    const receiver = new Receiver(tls);
    await new Promise<void>((resolve, reject) => {
      receiver.#server.once('error', reject).listen(port, '127.0.0.1', resolve);
    });
    return receiver;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  answer(status: number, text = '', headers: Readonly<Record<string, string>> = {}): void {
    [this.#status, this.#text, this.#headers] = [status, text, headers];
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
