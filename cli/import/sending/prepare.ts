import type { NewData, NewInput } from '../../../client/parts.ts';
import type { JsonObject } from '../../../core/json.ts';
import { refusedText } from '../../../core/dataset/input/ingest.ts';
import { isRefusal, readImageFacts } from '../../../core/dataset/image/image-facts.ts';
import { maxContentBytes } from '../../../core/ports/fetcher.ts';
import { base64FromBytes, bytesFromBase64 } from '../../../core/dataset/image/base64.ts';
import { sha256 } from '../bytes.ts';
import { failed } from '../entry.ts';
import type { Entry, EntryContent, Note, Problem } from '../entry.ts';
import { placeRegions } from '../layouts/region.ts';
import type { PlacedRegions } from '../layouts/region.ts';
import type { SourceFiles } from '../source-files.ts';
import { faultOfId, faultOfMetadata, labelsOf, notesOf } from './checks.ts';

/** An input as the API takes it. */
export interface PreparedInput {
  readonly where: string;
  readonly id: string;
  /** False: the id is made from the content, so that equal ids are equal content. */
  readonly hasOwnId: boolean;
  readonly body: NewInput;
  /** What was read otherwise than it stands in the source. */
  readonly notes: readonly Note[];
  /**
   * Present: the image is still missing in the body. It goes up first, and its link takes its
   * place.
   */
  readonly image?: Uint8Array;
}

export interface PrepareOptions {
  readonly datasetId: string;
  readonly files: SourceFiles;
  /** True: files are named by their URL, for the service to read. */
  readonly byUrl: boolean;
  /** Before ids that are the source's own. */
  readonly idPrefix?: string;
}

/**
 * Images up to here travel inside the request. A request of 4 MB holds 11 of them: with larger
 * ones, asking for links and putting the bytes costs less than base64, which makes them a third
 * larger.
 */
const maxInlineBytes = 256 * 1024;

/**
 * Reads an entry's image and makes its input. An id is made from the dataset and what makes the
 * entry that entry: name and bytes of an image, the whole row of a text or a URL. The same source
 * again gives the same ids, wherever it lies. What the service would refuse is found here.
 */
export async function prepareInput(
  entry: Entry,
  options: PrepareOptions,
): Promise<PreparedInput | Problem> {
  const { content, where, regions = [] } = entry;
  const named = options.byUrl ? namedByUrl(content, options.files) : content;
  const isRead = content.kind === 'file' && (named === content || regions.length > 0);
  const read = isRead ? await options.files.read(content.name, maxContentBytes) : undefined;
  if (read && 'reason' in read) return failed(where, read.reason);
  const bytes =
    content.kind === 'bytes' ? (bytesFromBase64(content.base64) ?? new Uint8Array()) : read?.bytes;
  const id = await idOf({ ...entry, content: named }, options, bytes);
  const metadata = metadataOf(entry);
  const labels = labelsOf(entry);
  const fault =
    faultOfId(id) ??
    faultOfMetadata(metadata) ??
    contentProblem(content, bytes) ??
    (typeof labels === 'string' ? labels : undefined);
  if (fault !== undefined || typeof labels === 'string')
    return { ...failed(where, fault ?? ''), id };
  const placed = placedRegions({ ...entry, regions: labels.regions }, bytes);
  if (typeof placed === 'string') return { ...failed(where, placed), id };
  const { data: brought, image } = dataOf(named, bytes);
  const data = {
    ...brought,
    ...(labels.concepts.length > 0 ? { concepts: labels.concepts } : {}),
    ...(placed.regions.length > 0 ? { regions: placed.regions } : {}),
    ...(entry.geo ? { geo: { geo_point: entry.geo } } : {}),
    metadata,
  };
  const body = { id, data, dataset_ids: [options.datasetId] };
  const notes = [...(entry.notes ?? []), ...placed.notes, ...notesOf(entry, read?.foundAs)];
  return { where, id, hasOwnId: entry.id !== undefined, body, notes, ...(image ? { image } : {}) };
}

/** With the path below the source and the split, where the source does not say them itself. */
export function metadataOf({ content, metadata, split, hasAllMetadata }: Entry): JsonObject {
  const filename = content.kind === 'file' && !hasAllMetadata ? { filename: content.name } : {};
  return { ...filename, ...(split === undefined ? {} : { split }), ...metadata };
}

/** Why the API would refuse what is to be sent, before it is sent. */
function contentProblem(content: EntryContent, bytes?: Uint8Array): string | undefined {
  if (content.kind === 'text') return refusedText(content.text);
  const facts = bytes && readImageFacts(bytes);
  return facts && isRefusal(facts) ? `${facts.code}: ${facts.reason}` : undefined;
}

/** The entry's regions on its picture; or why they are not on it: a sentence. */
function placedRegions(
  { regions = [], size }: Entry,
  bytes: Uint8Array | undefined,
): PlacedRegions | string {
  if (regions.length === 0 && (!size || !bytes)) return { regions: [], notes: [] };
  const facts = bytes && readImageFacts(bytes);
  if (!facts) return 'Regions need an image, and this is none';
  return isRefusal(facts) ? `${facts.code}: ${facts.reason}` : placeRegions(regions, facts, size);
}

function namedByUrl(content: EntryContent, { urlOf }: SourceFiles): EntryContent {
  return content.kind === 'file' && urlOf ? { kind: 'url', url: urlOf(content.name) } : content;
}

async function idOf(
  entry: Entry,
  { datasetId, idPrefix = '' }: PrepareOptions,
  bytes: Uint8Array | undefined,
): Promise<string> {
  const { content, concepts, metadata } = entry;
  if (entry.id !== undefined) return idPrefix + entry.id;
  const what =
    content.kind === 'file' || content.kind === 'bytes'
      ? [content.kind === 'file' ? content.name : '', await sha256(bytes ?? '')]
      : [content, concepts, metadata, entry.regions ?? []];
  return (await sha256(JSON.stringify([datasetId, ...what]))).slice(0, 32);
}

function dataOf(
  content: EntryContent,
  bytes: Uint8Array = new Uint8Array(),
): { data: NewData; image?: Uint8Array } {
  if (content.kind === 'text') return { data: { text: { raw: content.text } } };
  if (content.kind === 'url') return { data: { [content.of ?? 'image']: { url: content.url } } };
  if (bytes.length > maxInlineBytes) return { data: {}, image: bytes };
  return { data: { image: { base64: base64FromBytes(bytes) } } };
}
