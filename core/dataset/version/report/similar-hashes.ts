/** Two 32-bit halves. */
export type Hash64 = readonly [number, number];

/** Bits in which the hashes of near-copies differ at the most (Manku et al. 2007). */
const maxDistance = 3;
/** Of hashes that share a quarter, so many are compared: those that were added last. */
const maxCompared = 64;
/** Words that are taken together. */
const shingle = 3;

/**
 * Charikar's SimHash (STOC 2002) of a text's runs of three words: the more of them two texts share,
 * the fewer bits differ.
 * @param words at least three
 */
export function simHash(words: readonly string[]): Hash64 {
  const votes = new Int32Array(64);
  for (let at = 0; at + shingle <= words.length; at += 1) {
    const [low, high] = hashOf(words.slice(at, at + shingle).join(' '));
    for (let bit = 0; bit < 32; bit += 1) {
      votes[bit]! += (low >>> bit) & 1 ? 1 : -1;
      votes[32 + bit]! += (high >>> bit) & 1 ? 1 : -1;
    }
  }
  let [low, high] = [0, 0];
  for (let bit = 0; bit < 32; bit += 1) {
    if (votes[bit]! > 0) low |= 1 << bit;
    if (votes[32 + bit]! > 0) high |= 1 << bit;
  }
  return [low >>> 0, high >>> 0];
}

/** FNV-1a from two offsets, each mixed by the end of MurmurHash3: near words get far hashes. */
function hashOf(text: string): Hash64 {
  let [low, high] = [0x811c9dc5, 0x9747b28c];
  for (let at = 0; at < text.length; at += 1) {
    low = Math.imul(low ^ text.charCodeAt(at), 0x01000193);
    high = Math.imul(high ^ text.charCodeAt(at), 0x01000193);
  }
  return [mixed(low), mixed(high)];
}

function mixed(value: number): number {
  let hash = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

interface Entry {
  readonly hash: Hash64;
  readonly number: number;
}

/**
 * Finds hashes that differ in three bits at the most: two such have one of their four quarters in
 * common. Of a quarter that very many share, the last 64 are compared, so that a million texts of
 * one form are looked at in bounded time: near-copies are counted as at least so many.
 */
export class SimilarHashes {
  readonly #quarters = Array.from({ length: 4 }, () => new Map<number, Entry[]>());

  /** @returns number of an earlier one that is similar */
  add(hash: Hash64, number: number): number | undefined {
    const buckets = this.#bucketsOf(hash);
    const found = buckets.flat().find((entry) => distance(entry.hash, hash) <= maxDistance);
    const entry = { hash, number };
    for (const bucket of buckets) {
      if (bucket.length >= maxCompared) bucket.shift();
      bucket.push(entry);
    }
    return found?.number;
  }

  #bucketsOf([low, high]: Hash64): Entry[][] {
    const keys = [low & 0xffff, low >>> 16, high & 0xffff, high >>> 16];
    return keys.map((key, quarter) => {
      const buckets = this.#quarters[quarter]!;
      const bucket = buckets.get(key) ?? [];
      buckets.set(key, bucket);
      return bucket;
    });
  }
}

function distance(a: Hash64, b: Hash64): number {
  return ones(a[0] ^ b[0]) + ones(a[1] ^ b[1]);
}

function ones(value: number): number {
  let left = value - ((value >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
