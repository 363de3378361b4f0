/**
 * The files of a source, wherever they lie. A name is the path below the source's folder, `/`
 * between segments: the same on every machine.
 */
export interface SourceFiles {
  /** For a person: `/data/pictures/`, `s3://bucket/pictures/`. */
  readonly place: string;
  /** Every file but hidden ones, in the order of names, as they are needed. */
  names(): AsyncIterable<string>;
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

export type FileRead = { readonly bytes: Uint8Array } | { readonly reason: string };

/**
 * What to import: files, and the one among them that describes the others; absent: the files speak
 * for themselves.
 */
export interface Origin {
  readonly files: SourceFiles;
  readonly file?: string;
}

/** UTF-8, piece by piece; a byte order mark is left out. */
export async function* textOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

/** Lines, however the chunks end, without their line ends. */
export async function* linesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textOf(chunks)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}
