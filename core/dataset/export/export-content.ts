import type { JsonObject } from '../../json.ts';
import { fail } from '../../errors.ts';
import { objectKeys } from '../../records/object-keys.ts';
import type { Scope } from '../../records/keys.ts';
import type { Dependencies } from '../../ports/host.ts';
import { base64FromBytes } from '../image/base64.ts';
import type { DatasetVersion, ManifestRegion, ManifestRow } from '../version/dataset-version.ts';
import { objectsOf } from '../version/dataset-version.ts';
import type { HostedAddress } from '../record/hosted-address.ts';
import { inBatches } from '../record/store-input.ts';

type Uses = Pick<Dependencies, 'objects'>;

/**
 * Bytes of images and masks that one archive may hold: it is made in memory, within the request.
 */
const maxExportBytes = 128 * 1024 * 1024;

/**
 * The bytes of every image and mask of some rows, by their digest.
 * @throws DeeptuneError export-too-large, internal where one is lost
 */
export async function exportedObjects(
  scope: Scope,
  rows: readonly ManifestRow[],
  deps: Uses,
): Promise<Map<string, Uint8Array>> {
  const digests = [...new Set(rows.flatMap(objectsOf))];
  const sizes = await inBatches(digests, (digest) =>
    deps.objects.head(objectKeys.input(scope, digest)),
  );
  const total = sizes.reduce((sum, head) => sum + (head?.size ?? 0), 0);
  if (total > maxExportBytes) {
    throw fail(
      'exportTooLarge',
      `The images of this dataset version are ${total} bytes; an export holds at most ${maxExportBytes}. Freeze smaller dataset versions`,
    );
  }
  const pairs = await inBatches(digests, async (digest): Promise<[string, Uint8Array]> => {
    const bytes = await deps.objects.get(objectKeys.input(scope, digest));
    if (!bytes) throw fail('internal', `Object ${digest} of a frozen input is missing`);
    return [digest, bytes];
  });
  return new Map(pairs);
}

/** What the rows of a version refer to. */
export interface ExportSource {
  /** Bytes of images and masks by their digest. */
  readonly objects: ReadonlyMap<string, Uint8Array>;
  /** Where an input is read back as long as it is there, which may be shorter than the archive. */
  readonly addressOf: (inputId: string) => HostedAddress;
}

/** A frozen input as Clarifai's `Input`, with id and data only. */
export function exportedInput(
  row: ManifestRow,
  version: DatasetVersion,
  { objects, addressOf }: ExportSource,
): JsonObject {
  const hosted = addressOf(row.id);
  const where = { hosted: { ...hosted, sizes: [...hosted.sizes] } };
  const base64 = (digest: string) => base64FromBytes(objects.get(digest) ?? new Uint8Array());
  const names = new Map(version.concepts.map(({ id, name }) => [id, name]));
  const toWire = (of: Pick<ManifestRow, 'concepts'>) =>
    of.concepts.map(({ id, value }) => ({ id, name: names.get(id) ?? id, value }));
  return {
    id: row.id,
    data: {
      ...(row.object === null ? {} : { image: { base64: base64(row.object), ...where } }),
      ...(row.text === null ? {} : { text: { raw: row.text, ...where } }),
      concepts: toWire(row),
      ...(row.regions
        ? {
            regions: row.regions.map((region) => ({
              region_info: regionInfo(region, base64),
              data: { concepts: toWire(region) },
            })),
          }
        : {}),
      ...metadataOf(row),
      ...(row.geo ? { geo: { geo_point: { ...row.geo } } } : {}),
    },
  };
}

function metadataOf({ target, metadata }: ManifestRow): JsonObject {
  const all = { ...metadata, ...(target === undefined ? {} : { completion: target }) };
  return Object.keys(all).length > 0 ? { metadata: all } : {};
}

function regionInfo(
  { box, polygon, mask }: ManifestRegion,
  base64: (digest: string) => string,
): JsonObject {
  return {
    ...(box
      ? {
          bounding_box: {
            top_row: box[0],
            left_col: box[1],
            bottom_row: box[2],
            right_col: box[3],
          },
        }
      : {}),
    ...(polygon ? { polygon: { points: polygon.map(([row, col]) => ({ row, col })) } } : {}),
    ...(mask === null ? {} : { mask: { image: { base64: base64(mask) } } }),
  };
}
