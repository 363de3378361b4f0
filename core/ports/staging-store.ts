/** A file on its way to where base models lie. */
export interface StagedFile {
  /** Where it lies on this machine. */
  readonly path: string;
  /** Bytes. */
  readonly size: number;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
}

/**
 * Where base models are staged: the artifacts bucket on AWS, the data folder on the laptop. Files
 * may be larger than memory.
 */
export interface StagingStore {
  /** For a person: the bucket's name, the folder's path. */
  readonly place: string;
  /** True where the object is there with the same bytes: size and SHA-256. */
  has(key: string, file: StagedFile): Promise<boolean>;
  /**
   * Makes the file the object of `key`: whole or not at all.
   * @throws DeeptuneError conflict where the file is not the one that was hashed
   */
  upload(key: string, file: StagedFile): Promise<void>;
}
