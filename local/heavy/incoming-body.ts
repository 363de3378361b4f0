import { setTimeout } from 'node:timers/promises';
import { defaultSizeLimits } from '../../core/api/http/size-limits.ts';

/** Milliseconds between two pieces that nobody wants. */
const pause = 1;

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
    const next = await this.#reader?.read();
    return next?.done === false ? next.value : undefined;
  }

  /**
   * Reads on for a while, slowly, and keeps nothing: most clients read an answer only when they
   * have sent all, and one whose connection is closed before never learns why.
   */
  async discard(): Promise<void> {
    let left = 2 * defaultSizeLimits.requestBytes;
    try {
      for (let piece = await this.next(); piece; piece = await this.next()) {
        left -= piece.length;
        if (left < 0) return await this.#reader?.cancel();
        await setTimeout(pause);
      }
    } catch {
      // Whoever has gone does not wait for the answer.
    }
  }
}
