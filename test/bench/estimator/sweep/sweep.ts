import type { Client } from '../../../../client/client.ts';
import type { TrainInfo } from '../../../../client/parts.ts';
import { settled, startTraining, stopTrainings } from '../../../../demo/service.ts';
import { datasetIdOf, uploadData } from './data-upload.ts';
import { gradedOf } from './graded-jobs.ts';
import type { Laptop } from './laptop.ts';
import { loadNow, machineSeconds, ownSeconds } from '../records/machine.ts';
import type { PlannedRun } from './order.ts';
import { orderOf } from './order.ts';
import { appendRecord } from '../records/records.ts';
import type { RunRecord } from '../records/records.ts';
import type { Configuration, NamedSpecification } from '../specification.ts';

/** Others may keep this share of a core busy while a training is measured "on a quiet machine". */
export const quietCores = 0.25;

export interface SweepOptions {
  readonly specification: NamedSpecification;
  readonly laptop: Laptop;
  /** The file of records. */
  readonly path: string;
  /** Measured by an earlier call that was cut off. */
  readonly measured: readonly RunRecord[];
  /** Records of a busy machine are kept too. */
  readonly allowsBusy: boolean;
  readonly say: (line: string) => void;
}

/**
 * Measures what is not measured yet, one training after the other, and appends each as it ends.
 * @throws Error where a training fails, and where others use the machine three times in a row
 */
export async function sweep(options: SweepOptions): Promise<void> {
  const { specification, laptop, measured, say } = options;
  const { client, python } = laptop;
  await stopTrainings(client);
  const versions = await uploadData(client, specification.configurations, python);
  const order = orderOf(specification);
  const lines = new Lines(
    client,
    { versions, configurations: specification.configurations },
    await modelIds(client),
  );
  const left = order.filter((run) => !measured.some((record) => isOf(record, run)));
  say(`${order.length} trainings, ${left.length} of them not measured yet`);
  for (const [index, run] of left.entries()) {
    const record = await measureQuietly(run, lines, options);
    appendRecord(options.path, record);
    say(`${order.length - left.length + index + 1}/${order.length} ${lineOf(record)}`);
  }
}

const isOf = (record: RunRecord, { configuration, repeat }: PlannedRun) =>
  record.configurationId === configuration.id && record.repeat === repeat;

function lineOf({ configurationId, repeat, graded, othersCores }: RunRecord): string {
  const promised = graded.promised ? `, promised ${graded.promised.seconds.p50.toFixed(1)} s` : '';
  const others =
    othersCores > quietCores ? `, others kept ${othersCores.toFixed(1)} cores busy` : '';
  return `${configurationId} #${repeat}: ${graded.seconds.toFixed(1)} s${promised}${others}`;
}

async function measureQuietly(
  run: PlannedRun,
  lines: Lines,
  options: SweepOptions,
): Promise<RunRecord> {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const record = await measure(run, lines, options);
    if (options.allowsBusy || record.othersCores <= quietCores) return record;
    options.say(`not kept, as the machine was busy: ${lineOf(record)}`);
  }
  throw new Error(
    `${run.configuration.id}: others kept more than ${quietCores} cores busy three times in a row. Call again when the machine is quiet: what is measured stays`,
  );
}

async function measure(
  { configuration, repeat }: PlannedRun,
  lines: Lines,
  { laptop }: SweepOptions,
): Promise<RunRecord> {
  const { trainInfo, modelId } = await lines.requestOf(configuration);
  const loadBefore = loadNow();
  const [machine, own, from] = [machineSeconds(), ownSeconds(), performance.now()];
  const { id } = await startTraining(laptop.client, { modelId, trainInfo });
  const version = await settled(laptop.client, modelId, id);
  const elapsed = (performance.now() - from) / 1000;
  const graded = await gradedOf(laptop, version.id);
  const trainer = Object.values(graded.phases).reduce(
    (sum, { workSeconds = 0 }) => sum + workSeconds,
    0,
  );
  const others = machineSeconds() - machine - (ownSeconds() - own) - trainer;
  await lines.keepNewest(configuration, id);
  return {
    kind: 'run',
    configurationId: configuration.id,
    repeat,
    endedAt: graded.endedAt,
    loadBefore,
    loadAfter: loadNow(),
    othersCores: Math.round((Math.max(0, others) / elapsed) * 1000) / 1000,
    graded,
  };
}

async function modelIds(client: Client): Promise<Set<string>> {
  return new Set((await client.call('ListModels', { per_page: 1000 })).models.map(({ id }) => id));
}

/** Frozen dataset versions by dataset, and all configurations. */
interface Known {
  readonly versions: ReadonlyMap<string, string>;
  readonly configurations: readonly Configuration[];
}

/** The models of the configurations: each its own, of which the newest version alone is kept. */
class Lines {
  readonly #client: Client;
  readonly #known: Known;
  readonly #models: Set<string>;

  constructor(client: Client, known: Known, models: Set<string>) {
    this.#client = client;
    this.#known = known;
    this.#models = models;
  }

  async requestOf(
    configuration: Configuration,
  ): Promise<{ readonly modelId: string; readonly trainInfo: TrainInfo }> {
    const { id, modelTypeId, template, params, parent } = configuration;
    if (!this.#models.has(id)) {
      const models = [{ id, model_type_id: modelTypeId }];
      await this.#client.call('PostModels', {}, { models });
      this.#models.add(id);
    }
    const dataset = datasetIdOf(configuration);
    const named = { dataset_id: dataset, dataset_version_id: this.#known.versions.get(dataset) };
    const trainInfo = { params: { ...params, template, ...named } } as TrainInfo;
    if (!parent) return { modelId: id, trainInfo };
    const version = (await this.#versions(parent))[0] ?? (await this.#trainParent(parent));
    const resume = { id: parent, model_version: { id: version } };
    return { modelId: id, trainInfo: { ...trainInfo, resume_from_model: resume } };
  }

  /**
   * Where the host's folder is gone since the parent was measured: trains it again, without a
   * record.
   */
  async #trainParent(parent: string): Promise<string> {
    const found = this.#known.configurations.find(({ id }) => id === parent);
    if (!found) throw new Error(`there is no configuration ${parent}`);
    const { id } = await startTraining(this.#client, await this.requestOf(found));
    return (await settled(this.#client, parent, id)).id;
  }

  /** Deletes the model's other versions: a sweep would fill gigabytes. */
  async keepNewest({ id: model_id }: Configuration, version: string): Promise<void> {
    const others = (await this.#versions(model_id)).filter((each) => each !== version);
    for (const version_id of others)
      await this.#client.call('DeleteModelVersion', { model_id, version_id });
  }

  /** Trained ones, the newest first. */
  async #versions(model_id: string): Promise<readonly string[]> {
    if (!this.#models.has(model_id)) return [];
    const { model_versions: all } = await this.#client.call('ListModelVersions', { model_id });
    return all.filter(({ status }) => status.code === 21100).map(({ id }) => id);
  }
}
