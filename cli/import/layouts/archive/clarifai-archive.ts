import { extname } from '../../paths.ts';
import type { Json } from '../../../../core/json.ts';
import { hostedUrl } from '../../../../core/dataset/record/hosted-address.ts';
import type { Entry, EntryContent, Problem, ShareRegion } from '../../entry.ts';
import { failed, leftOut } from '../../entry.ts';
import type { Layout } from '../../layout.ts';
import type { SourceFiles } from '../../source-files.ts';
import { problemOf } from '../coco/coco-schema.ts';
import { startOf, textOfFile } from '../listing.ts';
import type { BatchInput, BatchRegion } from './input-batch.ts';
import { batchInput, inputsOfJson, inputsOfProtobuf } from './input-batch.ts';
import { utf8Of } from '../../bytes.ts';

const name = 'Clarifai export';

type Kind = 'JSON' | 'protobuf';
const kinds: Readonly<Record<string, Kind>> = {
  'application/x.clarifai-data+json': 'JSON',
  'application/x.clarifai-data+protobuf': 'protobuf',
};

/**
 * What a dataset version is exported to, by Clarifai and by deeptune: batches of inputs beside a
 * file `mimetype`. Their third format is COCO. Also one batch of JSON.
 */
export const clarifaiArchive: Layout = {
  name,
  async recognise(files, file) {
    if (file !== undefined) {
      if (extname(file).toLowerCase() !== '.json' || !(await isBatch(files, file)))
        return undefined;
      return {
        layout: name,
        description: `Clarifai export (JSON), ${file}`,
        read: () => batchEntries(files, file, 'JSON'),
      };
    }
    if (!(await files.has('mimetype'))) return undefined;
    const type = utf8Of(await startOf(files, 'mimetype', 100)).trim();
    const kind = kinds[type];
    return (
      kind && {
        layout: name,
        description: `Clarifai export (${kind})`,
        read: () => entries(files, kind),
      }
    );
  },
};

async function isBatch(files: SourceFiles, file: string): Promise<boolean> {
  const start = utf8Of(await startOf(files, file, 4_096));
  return /^\ufeff?\s*\{\s*"inputs"\s*:/.test(start);
}

async function* entries(files: SourceFiles, kind: Kind): AsyncGenerator<Entry | Problem> {
  for await (const file of files.names())
    if (file !== 'mimetype') yield* batchEntries(files, file, kind);
}

/** One batch is in memory. */
async function* batchEntries(
  files: SourceFiles,
  file: string,
  kind: Kind,
): AsyncGenerator<Entry | Problem> {
  let inputs: readonly Json[];
  try {
    inputs =
      kind === 'JSON'
        ? inputsOfJson(await textOfFile(files, file))
        : inputsOfProtobuf(await bytesOf(files, file));
  } catch (error) {
    yield failed(file, `The file is no batch of inputs (${kind}): ${(error as Error).message}`);
    return;
  }
  const announced = /_n(\d+)(\.[a-z]+)?$/.exec(file)?.[1];
  for (const [index, input] of inputs.entries()) yield* entriesOf(input, `${file}: ${index + 1}`);
  if (announced !== undefined && Number(announced) !== inputs.length)
    yield failed(file, `Its name says ${announced} inputs, and it has ${inputs.length}`);
}

async function bytesOf(files: SourceFiles, file: string): Promise<Uint8Array> {
  const read = await files.read(file, 2_000_000_000);
  if ('reason' in read) throw new Error(read.reason);
  return read.bytes;
}

function* entriesOf(value: Json, place: string): Generator<Entry | Problem> {
  const found = batchInput.safeParse(value);
  if (!found.success) {
    yield failed(place, problemOf(found.error, value));
    return;
  }
  const { id, data } = found.data;
  const where = `${place} (${id})`;
  const content = contentOf(data);
  if (content === undefined) {
    yield notRead(where, data);
    return;
  }
  const regions: ShareRegion[] = [];
  for (const [index, region] of data.regions.entries()) {
    const read = regionOf(region);
    if (typeof read === 'string') yield leftOut(`${where}: region ${index + 1}`, 'region', read);
    else regions.push(read);
  }
  yield {
    where,
    id,
    content,
    concepts: data.concepts.map(conceptOf),
    ...(regions.length > 0 ? { regions } : {}),
    metadata: data.metadata,
    ...(data.geo ? { geo: data.geo.geo_point } : {}),
  };
}

function contentOf({ image, text }: BatchInput['data']): EntryContent | undefined {
  if (image?.base64) return { kind: 'bytes', base64: image.base64 };
  if (text?.raw) return { kind: 'text', text: text.raw };
  const imageUrl = image && addressOf(image);
  if (imageUrl) return { kind: 'url', url: imageUrl };
  const textUrl = text && addressOf(text);
  return textUrl ? { kind: 'url', url: textUrl, of: 'text' } : undefined;
}

/** Where Clarifai keeps the content; the address that it was first fetched from may be gone. */
function addressOf({ hosted, url }: NonNullable<BatchInput['data']['text']>): string | undefined {
  return hosted?.prefix ? hostedUrl(hosted) : url || undefined;
}

function notRead(where: string, data: BatchInput['data']): Problem {
  for (const kind of ['video', 'audio'])
    if (data[kind] !== undefined) return leftOut(where, kind, `Inputs of ${kind} are not taken`);
  return failed(where, 'The input has neither an image nor a text');
}

function regionOf({ region_info, data }: BatchRegion): ShareRegion | string {
  const { bounding_box: box, polygon, mask, ...others } = region_info;
  const [foreign] = Object.keys(others);
  if (!box && !polygon && !mask && foreign) return `Regions that are a ${foreign} are not read`;
  if (data.concepts.length === 0) return 'The region has no concept';
  return {
    concepts: data.concepts.map(conceptOf),
    box: box ? [box.top_row, box.left_col, box.bottom_row, box.right_col] : null,
    polygon: polygon ? polygon.points.map(({ row, col }) => [row, col] as const) : null,
    ...(mask?.image.base64 ? { maskBase64: mask.image.base64 } : {}),
  };
}

function conceptOf({ id, name: named, value }: BatchInput['data']['concepts'][number]) {
  return { id: id || (named ?? ''), ...(named ? { name: named } : {}), value };
}
