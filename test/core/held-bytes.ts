import type { Fetched, Fetcher } from '../../core/ports/fetcher.ts';

/** A picture of 1 x 1, as far as its header: what stands behind its end is not looked at. */
const jpeg = [
  ...[0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0],
  ...[0xff, 0xda, 0, 2, 1, 0xff, 0xd9],
];

/** Answers `…/20` with a picture of 20 MB, and counts how many answers are under way at once. */
export class HeldBytes implements Fetcher {
  most = 0;
  #underWay = 0;

  async fetch(url: string): Promise<Fetched> {
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    const bytes = new Uint8Array(Number(url.split('/').at(-1)) * 1_000_000);
    if (bytes.length > 0) bytes.set(jpeg);
    return { bytes };
  }
}
