import type { Source, SourceDataset, SourceDatasetVersion } from './clarifai.ts';
import { listed } from './clarifai.ts';
import type { Tally } from './tally.ts';
import { make } from './target.ts';
import type { Target } from './target.ts';

export interface DatasetCopy {
  readonly source: Source;
  readonly target: Target;
  readonly tally: Tally;
}

/** As many as one request takes. */
const batchSize = 128;

/** Makes the datasets, empty. @returns their ids */
export async function copyDatasets({ source, target, tally }: DatasetCopy): Promise<string[]> {
  const ids: string[] = [];
  for await (const dataset of listed<SourceDataset>(source, '/datasets', 'datasets')) {
    const { id, description = '', notes = '', metadata = {} } = dataset;
    const body = { datasets: [{ id, description, notes, metadata }] };
    const made = await make(() => target.client.call('PostDatasets', {}, body));
    if (made instanceof Error) tally.failed('datasets', id, made.message);
    else {
      tally[made]('datasets');
      ids.push(id);
    }
  }
  return ids;
}

/** Puts the inputs of a dataset into it; those that are not in the target's app are left out. */
export async function copyMembers(id: string, copy: DatasetCopy): Promise<void> {
  const { source, tally } = copy;
  const there = await membersOf(id, copy);
  const path = `/datasets/${encodeURIComponent(id)}/inputs`;
  let batch: string[] = [];
  const flush = async () => {
    await addMembers(id, batch, copy);
    batch = [];
  };
  for await (const { input } of listed<Member>(source, path, 'dataset_inputs')) {
    if (!input?.id) continue;
    if (there.has(input.id)) tally.there('dataset inputs');
    else batch.push(input.id);
    if (batch.length === batchSize) await flush();
  }
  if (batch.length > 0) await flush();
}

interface Member {
  readonly input?: { readonly id: string };
}

async function membersOf(id: string, { target }: DatasetCopy): Promise<Set<string>> {
  const found = new Set<string>();
  for (let page = 1; ; page += 1) {
    const query = { dataset_id: id, page, per_page: 1000 };
    const { dataset_inputs: members } = await target.client.call('ListDatasetInputs', query);
    for (const { input } of members) if (input) found.add(input.id);
    if (members.length < 1000) return found;
  }
}

async function addMembers(id: string, ids: readonly string[], copy: DatasetCopy): Promise<void> {
  const { target, tally } = copy;
  const known = await knownInputs(ids, target);
  const gone = ids.length - known.length;
  if (gone > 0) tally.leftOut('dataset inputs', 'inputs that are not copied', gone);
  if (known.length === 0) return;
  const body = { dataset_inputs: known.map((input) => ({ input: { id: input } })) };
  const made = await make(() => target.client.call('PostDatasetInputs', { dataset_id: id }, body));
  if (!(made instanceof Error)) return tally.copied('dataset inputs', known.length);
  for (const input of known) tally.failed('dataset inputs', `${id}/${input}`, made.message);
}

async function knownInputs(ids: readonly string[], { client }: Target): Promise<string[]> {
  const { inputs } = await client.call('ListInputs', { ids, per_page: batchSize });
  const found = new Set(inputs.map((input) => input.id));
  return ids.filter((id) => found.has(id));
}

/** A version whose content differs from what its own app says of it. */
export interface ChangedVersion {
  readonly id: string;
  readonly then: number;
  readonly now: number;
}

/**
 * Freezes a version of each id from the dataset as it is now: what a version held then cannot be
 * asked for input by input. (Its export has it: `npm run import` reads that.)
 * @returns those whose number of inputs differs
 */
export async function copyDatasetVersions(
  id: string,
  { source, target, tally }: DatasetCopy,
): Promise<ChangedVersion[]> {
  const changed: ChangedVersion[] = [];
  const path = `/datasets/${encodeURIComponent(id)}/versions`;
  for await (const version of listed<SourceDatasetVersion>(source, path, 'dataset_versions')) {
    const { description = '', metadata = {} } = version;
    const body = { dataset_versions: [{ id: version.id, description, metadata }] };
    const parameters = { dataset_id: id };
    let now: number | undefined;
    const made = await make(async () => {
      const answer = await target.client.call('PostDatasetVersions', parameters, body);
      now = inputsIn(answer.dataset_versions[0] as SourceDatasetVersion | undefined);
    });
    if (made instanceof Error) {
      tally.failed('dataset versions', `${id}/${version.id}`, made.message);
      continue;
    }
    tally[made]('dataset versions');
    const then = inputsIn(version);
    if (then !== undefined && now !== undefined && then !== now)
      changed.push({ id: `${id}/${version.id}`, then, now });
  }
  return changed;
}

/** `/` are the metrics of the whole version. */
function inputsIn(version: SourceDatasetVersion | undefined): number | undefined {
  const count = version?.metrics?.['/']?.inputs_count;
  return count === undefined ? undefined : Number(count);
}
