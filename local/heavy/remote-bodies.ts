import type { BodyPiece } from './messages.ts';

/** Bodies whose pieces another process has: each is asked for when the one before was taken. */
export class RemoteBodies {
  readonly #pull: (id: number) => void;
  readonly #waiting = new Map<number, (piece: BodyPiece) => void>();

  /** @param pull asks for the next piece of a body */
  constructor(pull: (id: number) => void) {
    this.#pull = pull;
  }

  open(id: number): ReadableStream<Uint8Array> {
    return new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          const { piece, broken } = await this.#next(id);
          if (broken !== undefined) controller.error(new Error(broken));
          else if (piece === undefined) controller.close();
          else controller.enqueue(piece);
        },
      },
      { highWaterMark: 1 },
    );
  }

  take(piece: BodyPiece): void {
    const take = this.#waiting.get(piece.body);
    this.#waiting.delete(piece.body);
    take?.(piece);
  }

  #next(id: number): Promise<BodyPiece> {
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#pull(id);
    });
  }
}
