import type { Fetched, Fetcher } from '../core/ports/fetcher.ts';

/** Hands `s3://…` to one fetcher and every other URL to another. */
export class SchemeFetcher implements Fetcher {
  readonly #s3: Fetcher;
  readonly #others: Fetcher;

  constructor({ s3, others }: { readonly s3: Fetcher; readonly others: Fetcher }) {
    this.#s3 = s3;
    this.#others = others;
  }

  fetch(url: string, until: string): Promise<Fetched> {
    return (/^s3:/i.test(url) ? this.#s3 : this.#others).fetch(url, until);
  }
}
