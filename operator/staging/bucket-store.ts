import type { S3Client } from '@aws-sdk/client-s3';
import type { StagedFile, StagingStore } from '../../core/ports/staging-store.ts';
import { isUploaded, uploadFile } from './upload.ts';

/** What `BucketStore` needs to know. */
export interface BucketStoreOptions {
  readonly client: S3Client;
  readonly bucket: string;
  /** Bytes of a part of an upload; default 64 MiB. */
  readonly partBytes?: number;
}

/** `StagingStore` on S3: uploads in parts, each checked by S3. */
export class BucketStore implements StagingStore {
  readonly #options: BucketStoreOptions;

  constructor(options: BucketStoreOptions) {
    this.#options = options;
  }

  get place(): string {
    return this.#options.bucket;
  }

  has(key: string, file: StagedFile): Promise<boolean> {
    return isUploaded(this.#options.client, this.#target(key), file);
  }

  upload(key: string, file: StagedFile): Promise<void> {
    const { client, partBytes } = this.#options;
    const size = partBytes === undefined ? {} : { partBytes };
    return uploadFile(client, this.#target(key), { ...file, ...size });
  }

  #target(Key: string) {
    return { Bucket: this.#options.bucket, Key };
  }
}
