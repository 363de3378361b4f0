import { sha256 } from './bytes.ts';
import type { Note, Problem } from './entry.ts';
import { failed } from './entry.ts';
import type { PreparedInput } from './sending/prepare.ts';

interface Seen {
  readonly where: string;
  readonly content: string;
}

/**
 * The ids of a source while it is looked at: the service keeps the first input of an id. Takes some
 * 100 bytes of memory for each.
 */
export class IdsSoFar {
  readonly #seen = new Map<string, Seen>();

  /** The input, with a note where it says nothing new; a problem where its id has other content. */
  async add(input: PreparedInput): Promise<Problem | PreparedInput> {
    const { id, where } = input;
    const content = await contentOf(input);
    const first = this.#seen.get(id);
    if (!first) {
      this.#seen.set(id, { where, content });
      return input;
    }
    if (first.content === content) {
      const note: Note = { word: 'twice', detail: `The same id and content as ${first.where}` };
      return { ...input, notes: [...input.notes, note] };
    }
    const reason = `The id '${id}' is that of ${first.where} too, which has other content. Ids are unique in an app: --id-column none makes them from the content`;
    return { ...failed(where, reason), id };
  }
}

/** A digest of what an import compares where an id is taken: text, address, picture and file. */
async function contentOf({ body, image }: PreparedInput): Promise<string> {
  const { text, image: picture, metadata } = body.data ?? {};
  const bytes = image ?? picture?.base64 ?? '';
  const said = [text?.raw, text?.url, picture?.url, text ? undefined : metadata?.['filename']];
  return (await sha256(JSON.stringify([said, await sha256(bytes)]))).slice(0, 32);
}
