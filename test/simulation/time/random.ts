/** Numbers that a seed decides: the same seed gives the same ones, in every process. */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d = 1;

  /** @param words what this stream is for; another word, another stream */
  constructor(...words: readonly (string | number)[]) {
    const next = hashOf(words.join('/'));
    [this.#a, this.#b, this.#c] = [next(), next(), next()];
    for (let n = 0; n < 12; n += 1) this.next();
  }

  /** From 0 up to 1: sfc32, which passes PractRand. */
  next(): number {
    const sum = (this.#a + this.#b + this.#d) | 0;
    this.#d = (this.#d + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(all: readonly T[]): T {
    const found = all[Math.floor(this.next() * all.length)];
    if (found === undefined) throw new Error('nothing to pick from');
    return found;
  }

  /** One of the names, as often as its weight says. */
  weighted<T extends string>(weights: Readonly<Record<T, number>>): T {
    const entries = Object.entries(weights) as [T, number][];
    let at = this.next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of entries) if ((at -= weight) < 0) return name;
    return this.pick(entries)[0];
  }

  /** `digits` hexadecimal digits. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += this.int(0, 0xffff_ffff).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }
}

/** 32 bits after 32 bits out of a text: xmur3. */
function hashOf(text: string): () => number {
  let hash = 1779033703 ^ text.length;
  for (let n = 0; n < text.length; n += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(n), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    return (hash ^= hash >>> 16) >>> 0;
  };
}
