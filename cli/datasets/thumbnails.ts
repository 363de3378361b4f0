import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Client } from '../../client/client.ts';
import type { Input } from '../../core/api/wire/messages.ts';
import { answerOfData } from '../answers/wire-answer.ts';
import { coloursOf, plain } from '../../client/drawing/concept-colours.ts';
import { contactSheet } from '../drawing/contact-sheet.ts';
import { FileNames } from '../drawing/file-names.ts';
import { thumbnail } from '../drawing/thumbnail.ts';
import { everyPage } from '../every-page.ts';
import { labelledRegions, nameOfInput, pictureOf } from './input-picture.ts';

/** Which pictures are wanted, and where they go. */
export interface ThumbnailRequest {
  readonly datasetId: string;
  /** Absolute. */
  readonly out: string;
  /** Pictures of each concept. */
  readonly limit: number;
  /** Concepts that are wanted; empty: all. */
  readonly concepts: readonly string[];
  /** Concepts that there are: once all have their pictures, no more inputs are read. */
  readonly known: readonly string[];
  readonly onInput: (read: number) => void;
}

/** The pictures of one concept. */
export interface ConceptSheet {
  readonly concept: string;
  /** Absolute path of the contact sheet. */
  readonly sheet: string;
  readonly pictures: number;
  /** Inputs of the concept among those that were read. */
  readonly inputs: number;
}

export interface Thumbnails {
  readonly sheets: readonly ConceptSheet[];
  readonly inputsRead: number;
  /** False: reading stopped, since every concept had its pictures. */
  readonly isAllRead: boolean;
  readonly withoutPicture: number;
  /** Pictures that could not be drawn, such as BMP. */
  readonly problems: readonly { readonly input: string; readonly reason: string }[];
}

/** Name of the sheet of inputs without a concept. */
export const unlabelled = '(without a concept)';

interface Item {
  readonly path: string;
  readonly caption: string;
}

/** Group -> its pictures so far, and its inputs so far. */
interface Group {
  readonly folder: string;
  readonly sheetName: string;
  readonly items: Item[];
  inputs: number;
}
type Groups = Map<string, Group>;

/**
 * Writes small pictures of a dataset's inputs, as it is now, with their regions drawn in: a folder
 * and a contact sheet per concept.
 * @throws ApiError, TypeError, as `Client.content`
 */
export async function writeThumbnails(
  client: Client,
  request: ThumbnailRequest,
): Promise<Thumbnails> {
  const writer = new ThumbnailWriter(client, request);
  const inputs = everyPage(
    async (page) =>
      (await client.call('ListDatasetInputs', { dataset_id: request.datasetId, ...page }))
        .dataset_inputs,
    100,
  );
  let isAllRead = true;
  for await (const { input } of inputs) {
    if (writer.isFull()) {
      isAllRead = false;
      break;
    }
    await writer.add(input);
  }
  return { ...(await writer.finish()), isAllRead };
}

class ThumbnailWriter {
  readonly #client: Client;
  readonly #request: ThumbnailRequest;
  readonly #groups: Groups = new Map();
  readonly #folders = new FileNames();
  readonly #files = new FileNames();
  readonly #problems: { input: string; reason: string }[] = [];
  #read = 0;
  #withoutPicture = 0;

  constructor(client: Client, request: ThumbnailRequest) {
    this.#client = client;
    this.#request = request;
  }

  /** Every concept that is known and wanted has its pictures. */
  isFull(): boolean {
    const { concepts, known, limit } = this.#request;
    const wanted = concepts.length > 0 ? concepts : known;
    if (wanted.length === 0) return false;
    return wanted.every((concept) => (this.#groups.get(concept)?.items.length ?? 0) >= limit);
  }

  async add(input: Input): Promise<void> {
    this.#read += 1;
    this.#request.onInput(this.#read);
    const groups = groupsOf(input).filter((group) => this.#isWanted(group));
    const open = groups.filter((group) => this.#count(group));
    if (open.length === 0) return;
    try {
      const bytes = await pictureOf(this.#client, input);
      if (!bytes) {
        this.#withoutPicture += 1;
        return;
      }
      const regions = await labelledRegions(this.#client, input);
      const colours = coloursOf([...this.#request.known, ...groupsOf(input)]);
      this.#write(input, open, await thumbnail(bytes, { regions }, colours));
    } catch (error) {
      this.#problems.push({ input: nameOfInput(input), reason: (error as Error).message });
    }
  }

  async finish(): Promise<Omit<Thumbnails, 'isAllRead'>> {
    const sheets: ConceptSheet[] = [];
    for (const [concept, { sheetName, items, inputs }] of this.#groups) {
      if (items.length === 0) continue;
      const sheet = join(this.#request.out, sheetName);
      const shown = items.map(({ path, caption }) => ({ picture: readFileSync(path), caption }));
      const words = `${concept}: ${items.length} of ${inputs} ${inputs === 1 ? 'input' : 'inputs'} read`;
      const colour = coloursOf([...this.#request.known, concept]).get(concept) ?? plain;
      writeWhole(sheet, await contactSheet({ words, colour }, shown));
      sheets.push({ concept, sheet, pictures: items.length, inputs });
    }
    return {
      sheets,
      inputsRead: this.#read,
      withoutPicture: this.#withoutPicture,
      problems: this.#problems,
    };
  }

  #isWanted(group: string): boolean {
    const { concepts } = this.#request;
    return concepts.length === 0 || concepts.includes(group);
  }

  /** Counts an input; @returns whether the group still takes its picture */
  #count(group: string): boolean {
    const known = this.#groups.get(group);
    const entry = known ?? this.#newGroup(group);
    if (!known) this.#groups.set(group, entry);
    entry.inputs += 1;
    return entry.items.length < this.#request.limit;
  }

  /** A concept may be named as the sheet of another: `cat.png` beside `cat`. */
  #newGroup(group: string): Group {
    const [folder, sheetName] = [this.#folders.take(group, ''), this.#folders.take(group, '.png')];
    return { folder, sheetName, items: [], inputs: 0 };
  }

  #write(input: Input, groups: readonly string[], png: Buffer): void {
    const name = nameOfInput(input);
    for (const group of groups) {
      const entry = this.#groups.get(group);
      if (!entry) continue;
      const file = this.#files.take(`${name}`, '');
      const path = join(this.#request.out, entry.folder, `${file}.png`);
      writeWhole(path, png);
      entry.items.push({ path, caption: name });
    }
  }
}

function groupsOf({ data }: Input): string[] {
  const { concepts, regions } = answerOfData(data);
  const own = concepts.filter(({ value }) => value > 0).map(({ id }) => id);
  const ids = [...own, ...regions.flatMap((region) => region.concepts.map(({ id }) => id))];
  return ids.length === 0 ? [unlabelled] : [...new Set(ids)];
}

function writeWhole(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, bytes);
  renameSync(`${path}.new`, path);
}
