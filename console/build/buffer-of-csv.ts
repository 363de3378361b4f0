/**
 * What csv-parse uses of Node's Buffer, for the browser: put in its place when the console is
 * bundled.
 */
export class Buffer extends Uint8Array {
  static allocUnsafe(size: number): Buffer {
    return new Buffer(size);
  }

  static override from(from: string | Iterable<number> | ArrayLike<number>): Buffer {
    const bytes = typeof from === 'string' ? new TextEncoder().encode(from) : from;
    return new Buffer(Uint8Array.from(bytes as ArrayLike<number>));
  }

  static isBuffer(value: unknown): boolean {
    return value instanceof Uint8Array;
  }

  static compare(one: Uint8Array, other: Uint8Array): number {
    const at = one.findIndex((byte, index) => byte !== other[index]);
    if (at < 0) return Math.sign(one.length - other.length);
    return (one[at] ?? 0) < (other[at] ?? -1) ? -1 : 1;
  }

  static concat(parts: readonly Uint8Array[]): Buffer {
    const whole = new Buffer(parts.reduce((length, part) => length + part.length, 0));
    let at = 0;
    for (const part of parts) {
      whole.set(part, at);
      at += part.length;
    }
    return whole;
  }

  /** Parts share the bytes, as Node's do. */
  override slice(first?: number, end?: number): Buffer {
    const { buffer, byteOffset, length } = this.subarray(first, end);
    return new Buffer(buffer, byteOffset, length);
  }

  compare(other: Uint8Array): number {
    return Buffer.compare(this, other);
  }

  copy(target: Uint8Array, to = 0, first = 0, end = this.length): number {
    const part = this.subarray(first, end);
    target.set(part, to);
    return part.length;
  }

  override toString(_encoding?: string, first = 0, end = this.length): string {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(this.subarray(first, end));
  }
}
