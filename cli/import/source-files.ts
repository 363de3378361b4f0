import type { Problem } from './entry.ts';

/**
 * The files of a source, wherever they lie. A name is the path below the source's folder, `/`
 * between segments: the same on every machine.
 */
export interface SourceFiles {
  /** For a person: `/data/pictures/`, `s3://bucket/pictures/`. */
  readonly place: string;
  /** Every file but hidden ones, in the order of names, as they are needed. */
  names(): AsyncIterable<string>;
  /**
   * What `names` does not give, in the same order: hidden files, links that lead out, what may not
   * be read. Absent: nothing is.
   */
  passedOver?(): AsyncIterable<Problem>;
  has(name: string): Promise<boolean>;
  /** A whole file; or why not: a sentence for a person. */
  read(name: string, maxBytes: number): Promise<FileRead>;
  /** The bytes of a file in order, as they are needed. @throws Error where there is no such file */
  stream(name: string): AsyncIterable<Uint8Array>;
  /** Where the service itself may find a file; absent: nowhere. */
  readonly urlOf?: (name: string) => string;
  /** Where this machine finds a file; absent: the files lie elsewhere. */
  readonly pathOf?: (name: string) => string;
}

export type FileRead =
  /** `foundAs`: its own name, where only upper and lower case told the two apart. */
  { readonly bytes: Uint8Array; readonly foundAs?: string } | { readonly reason: string };

/**
 * What to import: files, and the one among them that describes the others; absent: the files speak
 * for themselves.
 */
export interface Origin {
  readonly files: SourceFiles;
  readonly file?: string;
}
