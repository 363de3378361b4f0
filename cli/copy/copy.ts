import { counted } from '../frame/output/words.ts';
import type { SourceConcept } from './clarifai.ts';
import { listed } from './clarifai.ts';
import type { ChangedVersion } from './datasets.ts';
import { copyDatasets, copyDatasetVersions, copyMembers } from './datasets.ts';
import type { InputCopy } from './inputs.ts';
import { copyInputs } from './inputs.ts';
import type { CopyJournal } from './journal.ts';
import type { CopiedTraining } from './models.ts';
import { copyModels } from './models.ts';
import { make } from './target.ts';

export interface CopyOptions extends InputCopy {
  readonly journal: CopyJournal;
  /** Told of each part before it begins, and after each page of inputs. */
  readonly say: (text: string) => void;
}

export interface Copied {
  readonly changedVersions: readonly ChangedVersion[];
  readonly trainings: readonly CopiedTraining[];
}

/**
 * Copies an app: concepts, datasets, inputs with their labels, what is in which dataset, dataset
 * versions, models with their settings. Under the same ids, so that done again it adds what is new
 * and changes nothing. Cut off, it goes on behind the last page of inputs.
 * @throws ApiError, Error for what concerns the whole copy
 */
export async function copyApp(options: CopyOptions): Promise<Copied> {
  const { source, target, tally, journal, say } = options;
  if (!journal.lastInputId) {
    say(`app ${target.appId}`);
    await makeApp(options);
    say('concepts');
    await copyConcepts(options);
  }
  const datasets = await copyDatasets(options);
  say(`${counted(datasets.length, 'dataset')}; inputs`);
  await copyInputs(options, journal.lastInputId, (lastId) => {
    journal.save(lastId, tally.counts);
    const { copied, there, failed } = tally.counts.inputs;
    say(`inputs: ${copied} copied, ${there} there already, ${failed} failed`);
  });
  const changedVersions: ChangedVersion[] = [];
  for (const id of datasets) {
    say(`dataset ${id}`);
    await copyMembers(id, options);
    changedVersions.push(...(await copyDatasetVersions(id, options)));
  }
  say('models');
  const trainings = await copyModels(source, target, tally);
  journal.finish();
  return { changedVersions, trainings };
}

async function makeApp({ source, target }: CopyOptions): Promise<void> {
  const { app } = await source.client.call('GetApp', { app_id: source.appId });
  const { name, description = '', notes = '', metadata = {} } = app;
  const copied = { id: target.appId, ...(name ? { name } : {}), description, notes, metadata };
  const made = await make(() => target.client.call('PostApps', {}, { apps: [copied] }));
  if (made instanceof Error) throw made;
}

async function copyConcepts({ source, target, tally }: CopyOptions): Promise<void> {
  const names = await knownConcepts(target.client);
  for await (const { id = '', name } of listed<SourceConcept>(source, '/concepts', 'concepts')) {
    const known = names.get(id);
    const wanted = name || id;
    if (known === wanted) tally.there('concepts');
    else if (known !== undefined)
      tally.failed('concepts', id, `It is there already under the name '${known}'`);
    else {
      const body = { concepts: [{ id, name: wanted }] };
      const made = await make(() => target.client.call('PostConcepts', {}, body));
      if (made instanceof Error) tally.failed('concepts', id, made.message);
      else tally[made]('concepts');
    }
  }
}

async function knownConcepts(
  client: CopyOptions['target']['client'],
): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (let page = 1; ; page += 1) {
    const { concepts } = await client.call('ListConcepts', { page, per_page: 1000 });
    for (const { id, name } of concepts) names.set(id, name ?? id);
    if (concepts.length < 1000) return names;
  }
}
