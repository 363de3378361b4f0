import { readFileSync } from 'node:fs';

/** An image of AWS's and what is in it, as far as AWS publishes it. */
export interface PublishedImage {
  readonly repository: string;
  readonly tag: string;
  /**
   * Of the release that the versions were read from; null where none is known. The tag may have
   * moved on since.
   */
  readonly digest: string | null;
  /** Where the versions were read. */
  readonly source: string;
  readonly python: string;
  /** Package -> version. */
  readonly packages: Readonly<Record<string, string>>;
}

/**
 * `container/image.json`, as far as a deployment and the doctor read it: the one place that names
 * images and versions.
 */
export interface ImageFile {
  readonly training: PublishedImage;
  readonly inference: PublishedImage;
}

const path = new URL('../../container/image.json', import.meta.url);

export const imageFile = JSON.parse(readFileSync(path, 'utf8')) as ImageFile;
