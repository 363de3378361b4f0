import type { WireRequest } from './wire.ts';
import { headerOf, queryOf, WireError } from './wire.ts';

/** Uploads in parts that are under way. */
export class FakeUploads {
  readonly #parts = new Map<string, Map<number, Uint8Array>>();
  #created = 0;

  get open(): number {
    return this.#parts.size;
  }

  create(at: string): string {
    this.#created += 1;
    const id = `upload-${this.#created}-${at.length}`;
    this.#parts.set(id, new Map());
    return id;
  }

  /** A part that is a range of another object. */
  add(id: string, request: WireRequest, source: Uint8Array): Uint8Array {
    const range = headerOf(request, 'x-amz-copy-source-range') ?? '';
    const [, start = 0, end = 0] = (/^bytes=(\d+)-(\d+)$/.exec(range) ?? []).map(Number);
    const part = source.slice(start, end + 1);
    this.#partsOf(id).set(Number(queryOf(request, 'partNumber')), part);
    return part;
  }

  complete(id: string): Uint8Array {
    const parts = [...this.#partsOf(id)].sort(([a], [b]) => a - b).map(([, part]) => part);
    this.#parts.delete(id);
    return Buffer.concat(parts);
  }

  abort(id: string): void {
    this.#partsOf(id);
    this.#parts.delete(id);
  }

  #partsOf(id: string): Map<number, Uint8Array> {
    const parts = this.#parts.get(id);
    if (!parts) throw new WireError('NoSuchUpload', 'The specified upload does not exist.', 404);
    return parts;
  }
}
