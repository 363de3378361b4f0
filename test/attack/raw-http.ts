import { connect } from 'node:net';

export interface RawAnswer {
  /** Of the first answer; 0: none came. */
  readonly status: number;
  /** How many answers came: more than one to one request is smuggling. */
  readonly answers: number;
  readonly text: string;
}

/**
 * Sends bytes as they are, which no client would, and reads until the other side ends or says
 * nothing for a while.
 * @param quiet milliseconds without an answer after which it is over
 */
export function sendRaw(
  port: number,
  parts: Iterable<string | Uint8Array>,
  quiet = 2_000,
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1');
    const end = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString('latin1');
      const found = [...text.matchAll(/HTTP\/1\.[01] (\d{3})/g)].map(([, code]) => Number(code));
      resolve({ status: found[0] ?? 0, answers: found.length, text });
    };
    socket.setTimeout(quiet, end);
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', end);
    socket.on('end', end);
    socket.on('connect', () => void writeAll(socket, parts));
  });
}

/** No faster than the other side reads: what it does not read costs nobody memory. */
async function writeAll(
  socket: ReturnType<typeof connect>,
  parts: Iterable<string | Uint8Array>,
): Promise<void> {
  for (const part of parts) {
    if (socket.destroyed) return;
    if (!socket.write(part))
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve);
        socket.once('close', () => resolve());
      });
  }
}
