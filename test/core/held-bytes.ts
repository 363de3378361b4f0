import type { Fetched, Fetcher } from '../../core/ports/fetcher.ts';

/** Answers `…/20` with 20 MB of nothing, and counts how many answers are under way at once. */
export class HeldBytes implements Fetcher {
  most = 0;
  #underWay = 0;

  async fetch(url: string): Promise<Fetched> {
    this.#underWay += 1;
    this.most = Math.max(this.most, this.#underWay);
    await new Promise((resolve) => setImmediate(resolve));
    this.#underWay -= 1;
    return { bytes: new Uint8Array(Number(url.split('/').at(-1)) * 1_000_000) };
  }
}
