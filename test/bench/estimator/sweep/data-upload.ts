import type { Client } from '../../../../client/client.ts';
import { freeze, uploadInputs } from '../../../../demo/service.ts';
import { readSource } from './data-sources.ts';
import type { SourceRow } from './data-sources.ts';
import type { Configuration } from '../specification.ts';

/** Name of the dataset that holds a configuration's rows: those with the same rows share it. */
export function datasetIdOf({ source, count, offset = 0 }: Configuration): string {
  return `${source}-${offset}-${count}`;
}

/**
 * Uploads what the configurations train on and freezes a version of each dataset. What an earlier
 * run has uploaded is left as it is.
 * @returns the version's id by the dataset's
 * @throws Error for a configuration that asks for more rows than its source has
 */
export async function uploadData(
  client: Client,
  configurations: readonly Configuration[],
  python: string,
): Promise<ReadonlyMap<string, string>> {
  const versions = new Map(await frozenVersions(client));
  const missing = configurations.filter((each) => !versions.has(datasetIdOf(each)));
  const bySource = Map.groupBy(missing, ({ source }) => source);
  for (const [source, asking] of bySource) {
    const rows = await readSource(source, python);
    for (const [id, version] of await uploadSource(client, rows, asking)) versions.set(id, version);
  }
  return versions;
}

async function frozenVersions(client: Client): Promise<readonly (readonly [string, string])[]> {
  const { datasets } = await client.call('ListDatasets', { per_page: 1000 });
  const found = datasets.map(async ({ id }) => {
    const named = { dataset_id: id };
    const { dataset_versions: versions } = await client.call('ListDatasetVersions', named);
    const [version] = versions;
    return version ? ([[id, version.id]] as const) : [];
  });
  return (await Promise.all(found)).flat();
}

async function uploadSource(
  client: Client,
  rows: readonly SourceRow[],
  configurations: readonly Configuration[],
): Promise<readonly (readonly [string, string])[]> {
  const chosen = new Map(configurations.map((each) => [datasetIdOf(each), chosenRows(rows, each)]));
  const known = new Set(
    (await client.call('ListDatasets', { per_page: 1000 })).datasets.map(({ id }) => id),
  );
  const datasets = [...chosen.keys()].filter((id) => !known.has(id)).map((id) => ({ id }));
  if (datasets.length > 0) await client.call('PostDatasets', {}, { datasets });
  const inputs = [...new Set([...chosen.values()].flat())].map((row) => ({
    id: row.id,
    data: row.data,
    dataset_ids: [...chosen].flatMap(([id, part]) => (part.includes(row) ? [id] : [])),
  }));
  await uploadInputs(client, inputs);
  const frozen: [string, string][] = [];
  for (const id of chosen.keys()) frozen.push([id, (await freeze(client, id)).id]);
  return frozen;
}

function chosenRows(rows: readonly SourceRow[], asked: Configuration): readonly SourceRow[] {
  const { id, source, count, offset = 0 } = asked;
  const chosen = rows.slice(offset, offset + count);
  if (chosen.length === count) return chosen;
  throw new Error(
    `${id} asks for rows ${offset} to ${offset + count} of ${source}, which has ${rows.length}`,
  );
}
