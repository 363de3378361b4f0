import { setTimeout } from 'node:timers/promises';
import { defaultSizeLimits } from '../../core/api/http/body/size-limits.ts';

/**
 * Milliseconds from one piece to the next, of all heavy bodies together: a piece has 64 kB at the
 * most and takes a tenth of a millisecond, so that this is 32 MB/s and a twentieth of the thread.
 */
const pieceMilliseconds = 2;
let nextPieceAt = 0;

/** In the order of asking, so that a large body does not keep out another. */
async function turn(): Promise<void> {
  const now = performance.now();
  const at = Math.max(now, nextPieceAt);
  nextPieceAt = at + pieceMilliseconds;
  if (at > now) await setTimeout(at - now);
}

/**
 * The body of a heavy request, read from its connection only when its next piece is asked for: what
 * nobody has room for stays with the client, and this process never holds more than a piece.
 */
export class IncomingBody {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array> | undefined;

  constructor({ body }: Request) {
    this.#reader = body?.getReader();
  }

  /** @throws Error where the connection ends before the body */
  async next(): Promise<Uint8Array | undefined> {
    await turn();
    const next = await this.#reader?.read();
    return next?.done === false ? next.value : undefined;
  }

  /**
   * Reads on for a while and keeps nothing: most clients read an answer only when they
   * have sent all, and one whose connection is closed before never learns why.
   */
  async discard(): Promise<void> {
    let left = 2 * defaultSizeLimits.requestBytes;
    try {
      for (let piece = await this.next(); piece; piece = await this.next()) {
        left -= piece.length;
        if (left < 0) return await this.#reader?.cancel();
      }
    } catch {
      // Whoever has gone does not wait for the answer.
    }
  }
}
