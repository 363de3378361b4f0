import type { ManifestRow } from '../../dataset/version/dataset-version.ts';
import type { Dependencies } from '../../ports/host.ts';

/** Most inputs whose predictions are compared. */
export const maxSample = 64;

/** Inputs without preference: those whose ids have the least digests, the same each time. */
export class Sample {
  readonly #sha256: Dependencies['sha256'];
  #chosen: { readonly digest: string; readonly row: ManifestRow }[] = [];

  constructor(sha256: Dependencies['sha256']) {
    this.#sha256 = sha256;
  }

  add(row: ManifestRow): void {
    this.#chosen.push({ digest: this.#sha256(row.id), row });
    if (this.#chosen.length >= 2 * maxSample) this.#chosen = this.#least();
  }

  rows(): ManifestRow[] {
    return this.#least().map(({ row }) => row);
  }

  #least() {
    const ascending = this.#chosen.sort((a, b) => (a.digest < b.digest ? -1 : 1));
    return ascending.slice(0, maxSample);
  }
}
