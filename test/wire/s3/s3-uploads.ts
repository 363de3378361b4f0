import type { WireRequest } from '../protocol/wire.ts';
import { queryOf, WireError } from '../protocol/wire.ts';

interface Upload {
  /** The request that began it: what the object will be like. */
  readonly created: WireRequest;
  readonly parts: Map<number, Uint8Array>;
}

/** Uploads in parts that are under way. */
export class FakeUploads {
  readonly #uploads = new Map<string, Upload>();
  #count = 0;

  get open(): number {
    return this.#uploads.size;
  }

  create(created: WireRequest): string {
    this.#count += 1;
    const id = `upload-${this.#count}-${created.path.length}`;
    this.#uploads.set(id, { created, parts: new Map() });
    return id;
  }

  add(id: string, request: WireRequest, part: Uint8Array): Uint8Array {
    this.#existing(id).parts.set(Number(queryOf(request, 'partNumber')), part);
    return part;
  }

  complete(id: string): { readonly body: Uint8Array; readonly created: WireRequest } {
    const { parts, created } = this.#existing(id);
    const inOrder = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    this.#uploads.delete(id);
    return { body: Buffer.concat(inOrder), created };
  }

  abort(id: string): void {
    this.#existing(id);
    this.#uploads.delete(id);
  }

  #existing(id: string): Upload {
    const upload = this.#uploads.get(id);
    if (!upload) throw new WireError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return upload;
  }
}
