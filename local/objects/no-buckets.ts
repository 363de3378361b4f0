import type { Fetched, Fetcher } from '../../core/ports/fetcher.ts';
import { notFetched } from '../../core/ports/fetcher.ts';

/** What the laptop host says to `s3://…`: it has no role in any account. */
export class NoBuckets implements Fetcher {
  async fetch(url: string): Promise<Fetched> {
    return notFetched(
      url,
      'the laptop host reads no buckets; `npm run import -- --from s3://…` reads them with your own credentials',
    );
  }
}
