import { ApiError } from '../../client/api-error.ts';
import type { NewData } from '../../client/parts.ts';
import { postInputs } from '../import/sending/post.ts';
import type { PreparedInput } from '../import/sending/prepare.ts';
import { uploadImages } from '../import/sending/upload.ts';
import type { Source, SourceAnnotation, SourceInput } from './clarifai.ts';
import { listed, readList, withQuery } from './clarifai.ts';
import type { ContentReader } from './content.ts';
import { readContent } from './content.ts';
import type { InputLabels, NewAnnotation } from './labels.ts';
import { labelsOf } from './labels.ts';
import { isStoredAlike } from './stored-alike.ts';
import type { Tally } from './tally.ts';
import type { Target } from './target.ts';
import { concernsAll } from './target.ts';

/**
 * Inputs of one page: their ids name their annotations in an address, and their contents are in
 * memory together.
 */
const pageSize = 32;
const ingested = 30000;
const thereAlready = 30100;
/** Larger images go up by a link of their own, as in the importer. */
const maxInlineBytes = 96 * 1024;

export interface InputCopy {
  readonly source: Source;
  readonly target: Target;
  readonly reader: ContentReader;
  readonly tally: Tally;
}

interface ReadInput {
  readonly prepared: PreparedInput;
  readonly labels: InputLabels;
  readonly bytes: Uint8Array;
}

/**
 * Copies inputs under their ids, with contents, metadata and labels, page after page in the order
 * of their creation.
 * @param lastId where an earlier copy ended; it goes on behind it
 * @param onPage told the last id of every page that is done
 * @throws ApiError for what concerns all inputs
 */
export async function copyInputs(
  copy: InputCopy,
  lastId: string | undefined,
  onPage: (lastId: string) => void,
): Promise<void> {
  for (let last = lastId; ;) {
    const query = { per_page: pageSize, last_id: last };
    const path = withQuery('/inputs/stream', query);
    const inputs = await readList<SourceInput>(copy.source, path, 'inputs');
    last = inputs.at(-1)?.id;
    if (last === undefined) return;
    await copyPage(inputs, copy);
    onPage(last);
  }
}

async function copyPage(inputs: readonly SourceInput[], copy: InputCopy): Promise<void> {
  const annotations = await annotationsOf(inputs, copy.source);
  const read: ReadInput[] = [];
  for (const input of inputs) {
    const said = annotations.get(input.id) ?? [];
    const one = await readInput(input, said, copy);
    if ('prepared' in one) read.push(one);
    else refuse(input.id, one, said.length, copy.tally);
  }
  await send(read, copy);
}

async function annotationsOf(
  inputs: readonly SourceInput[],
  source: Source,
): Promise<ReadonlyMap<string, SourceAnnotation[]>> {
  const query = { input_ids: inputs.map(({ id }) => id), list_all_annotations: true };
  const all: SourceAnnotation[] = [];
  const found = listed<SourceAnnotation>(source, '/annotations', 'annotations', query);
  for await (const one of found) all.push(one);
  return Map.groupBy(all, ({ input_id }) => input_id);
}

type Refused = { readonly leftOut: string } | { readonly failed: string };

function refuse(id: string, why: Refused, annotations: number, tally: Tally): void {
  if ('leftOut' in why) tally.leftOut('inputs', why.leftOut);
  else tally.failed('inputs', id, why.failed);
  if (annotations > 0) tally.leftOut('annotations', 'of an input that is not copied', annotations);
}

async function readInput(
  input: SourceInput,
  annotations: readonly SourceAnnotation[],
  { reader }: InputCopy,
): Promise<ReadInput | Refused> {
  const { data = {}, status } = input;
  if (status?.code !== undefined && status.code !== ingested)
    return { leftOut: `not ingested there, status ${status.code}` };
  const content = data.image ?? data.text;
  if (!content) return { leftOut: otherKind(data) };
  try {
    const bytes = await readContent(content, reader);
    const labels = await labelsOf(annotations, reader);
    return { prepared: prepare(input, bytes, labels), labels, bytes };
  } catch (error) {
    return { failed: (error as Error).message };
  }
}

function otherKind(data: object): string {
  return ['video', 'audio'].find((kind) => kind in data) ?? 'neither an image nor a text';
}

function prepare({ id, data = {} }: SourceInput, bytes: Uint8Array, { own }: InputLabels) {
  const isLarge = data.image !== undefined && bytes.length > maxInlineBytes;
  const content: NewData = isLarge
    ? {}
    : data.image
      ? { image: { base64: Buffer.from(bytes).toString('base64') } }
      : { text: { raw: new TextDecoder('utf-8', { fatal: true }).decode(bytes) } };
  const place = data.geo?.geo_point;
  const body = {
    id,
    data: {
      ...content,
      ...own,
      metadata: data.metadata ?? {},
      ...(place ? { geo: { geo_point: place } } : {}),
    },
  };
  return { where: id, id, body, ...(isLarge ? { image: bytes } : {}) } as PreparedInput;
}

async function send(read: readonly ReadInput[], copy: InputCopy): Promise<void> {
  const { client, wait } = copy.target;
  const byId = new Map(read.map((one) => [one.prepared.id, one]));
  const up = await uploadImages(
    client,
    read.map(({ prepared }) => prepared),
    wait,
  );
  const outcomes = [
    ...up.problems.map(({ id = '', reason }) => ({ id, code: 0, details: reason })),
    ...(await postInputs(client, up.inputs, wait)).map((outcome) => ({
      ...outcome,
      id: outcome.input.id,
    })),
  ];
  for (const { id, code, details } of outcomes) {
    const one = byId.get(id);
    if (one) await settle(one, { code, details }, copy);
  }
}

async function settle(
  one: ReadInput,
  { code, details }: { readonly code: number; readonly details: string },
  { target, tally }: InputCopy,
): Promise<void> {
  const { prepared, labels, bytes } = one;
  const count = labels.ownCount + labels.beside.length;
  const isThere = code === thereAlready;
  const differs = isThere && !(await isStoredAlike(prepared.id, bytes, target));
  if ((code !== ingested && !isThere) || differs) {
    const failed = differs ? 'An input of this id is there already, with other content' : details;
    return refuse(prepared.id, { failed }, count + labels.leftOut.length, tally);
  }
  tally[isThere ? 'there' : 'copied']('inputs');
  for (const reason of labels.leftOut) tally.leftOut('annotations', reason);
  if (labels.ownCount > 0) tally[isThere ? 'there' : 'copied']('annotations', labels.ownCount);
  for (const annotation of labels.beside) await copyAnnotation(annotation, target, tally);
}

async function copyAnnotation(
  annotation: NewAnnotation,
  { client }: Target,
  tally: Tally,
): Promise<void> {
  try {
    await client.call('PostAnnotations', {}, { annotations: [annotation] });
    tally.copied('annotations');
  } catch (error) {
    if (!(error instanceof ApiError) || concernsAll(error)) throw error;
    if (error.httpStatus === 409) tally.there('annotations');
    else tally.failed('annotations', `${annotation.input_id}/${annotation.id}`, error.message);
  }
}
