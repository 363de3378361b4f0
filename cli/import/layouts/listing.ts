import { posix } from '../paths.ts';
import type { SourceFiles } from '../source-files.ts';
import { concat, latin1Of } from '../bytes.ts';

/** What one pass over the names of a source finds: it grows with its folders, not its files. */
export interface Listing {
  /** Folder (empty: the source's own; without a `/` at its end) -> what lies directly in it. */
  readonly folders: ReadonlyMap<string, FolderContent>;
  /** Files that may describe others: JSON, YAML, tables, lists of names. */
  readonly documents: readonly string[];
}

export interface FolderContent {
  images: number;
  /** `.txt` and `.xml`: what other layouts keep beside each image. */
  texts: number;
  documentsOfImages: number;
  firstText?: string;
  firstXml?: string;
}

const imageEndings = /\.(png|jpe?g|jpe|jfif|pjpeg|gif|bmp|dib|tiff?|webp|avif)$/i;
const documentEndings =
  /(\.(json|ya?ml|csv|jsonl|ndjson|names|zip)|(^|\/)(mimetype|classes\.txt))$/i;
/** More are data, not descriptions: one JSON for each image, say. */
const maxDocuments = 1_000;

/** By its name; what has another name may still be an image, see `looksLikeImage`. */
export const isImageName = (name: string) => imageEndings.test(name);

const listings = new WeakMap<SourceFiles, Promise<Listing>>();

/** Made once for each source: every layout that is asked looks at the same. */
export function listingOf(files: SourceFiles): Promise<Listing> {
  const known = listings.get(files);
  if (known) return known;
  const made = list(files);
  listings.set(files, made);
  return made;
}

async function list(files: SourceFiles): Promise<Listing> {
  const folders = new Map<string, FolderContent>();
  const documents: string[] = [];
  for await (const name of files.names()) {
    const folder = folderOf(name);
    const content = folders.get(folder) ?? { images: 0, texts: 0, documentsOfImages: 0 };
    folders.set(folder, content);
    count(content, name);
    if (documentEndings.test(name) && documents.length < maxDocuments) documents.push(name);
  }
  return { folders, documents };
}

function count(content: FolderContent, name: string): void {
  if (isImageName(name)) content.images += 1;
  else if (/\.xml$/i.test(name)) {
    content.documentsOfImages += 1;
    content.firstXml ??= name;
  } else if (/\.txt$/i.test(name)) {
    content.texts += 1;
    content.firstText ??= name;
  }
}

/** Without a `/` at its end; empty: the source's own. */
export function folderOf(name: string): string {
  const folder = posix.dirname(name);
  return folder === '.' ? '' : folder;
}

/** Every name of a source: in memory, for layouts whose files name others. */
export async function namesOf(files: SourceFiles): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const name of files.names()) names.add(name);
  return names;
}

/** The first bytes of a file; fewer where it is shorter. @throws Error where there is none */
export async function startOf(
  files: SourceFiles,
  name: string,
  bytes = 65_536,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of files.stream(name)) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= bytes) break;
  }
  return concat(chunks).subarray(0, bytes);
}

/**
 * A whole text file: UTF-8, what its byte order mark says, or what XML declares.
 * @throws Error where it is longer than a text may be, not there, or of another encoding
 */
export async function textOfFile(files: SourceFiles, name: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of files.stream(name)) {
    length += chunk.length;
    if (length > maxTextBytes)
      throw new Error(`'${name}' has more than ${maxTextBytes} bytes: split it`);
    chunks.push(chunk);
  }
  return decoded(concat(chunks), name);
}

function decoded(bytes: Uint8Array, name: string): string {
  const start = latin1Of(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*encoding=["']([\w.:-]+)["']/.exec(start)?.[1];
  const marked = /^\xff\xfe/.test(start) ? 'utf-16le' : /^\xfe\xff/.test(start) ? 'utf-16be' : '';
  const encoding = marked || declared || 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new Error(`'${name}' is not ${encoding.toUpperCase()}: save it as UTF-8`);
  }
}

/** A text of V8 has 536,870,888 characters. */
const maxTextBytes = 500_000_000;
