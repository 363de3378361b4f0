export interface ObjectHead {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
}

export interface ObjectPage {
  readonly objects: readonly ObjectHead[];
  readonly next?: string;
}

/**
 * Immutable bytes under a key of `[A-Za-z0-9._=/-]` without empty, `.` or `..` segments; built by
 * `core/records/keys.ts` only. A key that breaks the rule is refused with `invalid-request`, never
 * repaired. S3 on AWS, files on the laptop.
 */
export interface Objects {
  /** Whole or not at all. `exists`: only with `ifAbsent`, and nothing was written. */
  put(
    key: string,
    body: Uint8Array,
    options?: { ifAbsent?: boolean; contentType?: string },
  ): Promise<'written' | 'exists'>;
  /**
   * As `put`, of chunks of any size that are never held all at once: whole or not at all, up to 80
   * GB.
   */
  putChunks(
    key: string,
    chunks: AsyncIterable<Uint8Array>,
    options?: { contentType?: string },
  ): Promise<void>;
  /** Absent key: undefined. `range` counts bytes, both ends included. */
  get(key: string, range?: { start: number; end: number }): Promise<Uint8Array | undefined>;
  head(key: string): Promise<ObjectHead | undefined>;
  /**
   * Keys under a prefix that ends with `/`, ascending, at most 1,000 a page; `after` is `next` of
   * the page before.
   */
  list(prefix: string, after?: string): Promise<ObjectPage>;
  /** @throws DeeptuneError does-not-exist */
  copy(from: string, to: string): Promise<void>;
  /** Deleting an absent key is no error. */
  delete(key: string): Promise<void>;
  /** A link that serves this object for `seconds` to whoever has it, without a key. */
  downloadUrl(key: string, seconds: number): Promise<string>;
  /**
   * A link that takes PUTs of exactly `size` bytes for `seconds`, without a key: each makes the
   * object, or replaces it, whole or not at all.
   */
  uploadUrl(key: string, size: number, seconds: number): Promise<string>;
  /**
   * The key of a link that this store made, its query set aside; undefined for every other URL.
   * Says nothing of whether the link is valid.
   */
  keyOfUrl(url: string): Promise<string | undefined>;
  /** `s3://bucket/key` or `file:///…/key`: what a training job is told. Takes a prefix too. */
  uri(key: string): string;
}
