import { cpuPriorDevice } from '../../../../core/estimate/device/cpu-prior.ts';
import type { Evidence, GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { PhaseWork, Workload } from '../../../../core/estimate/work/workload.ts';
import { orderOf } from '../sweep/order.ts';
import { randomFrom } from '../random.ts';
import type { Records, RunRecord, SweepHead } from '../records/records.ts';
import type { Configuration, NamedSpecification } from '../specification.ts';

const device = cpuPriorDevice('cpu-simulated');

/** Nine configurations of three templates. */
export const specification: NamedSpecification = {
  ...{ name: 'pilot', sha256: 'f'.repeat(64), seed: 3, repeats: 3 },
  configurations: Array.from({ length: 9 }, (_, index): Configuration => ({
    id: `configuration-${index}`,
    modelTypeId: 'visual-classifier',
    template: `Template_${index % 3}`,
    source: 'digits',
    count: 100 * (index + 1),
    params: {},
    ...(index === 5 ? { parent: 'configuration-2' } : {}),
  })),
};

/**
 * Records of jobs that take exactly what their templates cost, but for a tenth up or down.
 * @param seed other records of the same specification
 */
export function simulatedRecords(seed: number): Records {
  const next = randomFrom(seed);
  const runs = orderOf(specification).map(({ configuration, repeat }, index): RunRecord => {
    const chance = 0.9 + 0.2 * next();
    const graded = gradedJob(configuration, { index, chance });
    const load = { loadBefore: 1, loadAfter: 1, othersCores: 0.02 };
    const { endedAt } = graded;
    return { kind: 'run', configurationId: configuration.id, repeat, endedAt, ...load, graded };
  });
  return { head, runs };
}

const head: SweepHead = {
  kind: 'sweep',
  specification: specification.sha256,
  startedAt: '2026-11-29T12:00:00.000Z',
  machine: '2 cores, simulated',
  versions: { torch: '2.13.0' },
  scheduling: { cores: '0-1', policy: 'other' },
  device,
};

function gradedJob(
  { id, template, count }: Configuration,
  { index, chance }: { readonly index: number; readonly chance: number },
): GradedEstimate {
  const planned = workload(template, count);
  const perSample = 0.002 * (1 + Number(template.at(-1)));
  const phases = {
    setup: { seconds: 4 * chance, workSeconds: 4 * chance },
    steps: { seconds: perSample * count * 10 * chance, workSeconds: perSample * count * 10 },
  };
  const seconds = phases.setup.seconds + phases.steps.seconds;
  const quantiles = { p10: seconds * 0.8, p50: seconds * 1.1, p90: seconds * 1.3 };
  const evidence: Evidence = 'prior';
  const promised = {
    evidence,
    ...{ madeAt: instant(index), seconds: quantiles, phases: { steps: quantiles } },
    ...{ amountMicros: quantiles, jobCount: 0, formulaSeconds: 20 },
  };
  return {
    ...{ jobId: `${id}-${index}`, attempts: 1, appId: 'sweep', modelId: id, versionId: `${index}` },
    ...{ instanceType: 'local.cpu', deviceId: device.id, endedAt: instant(index + 1) },
    ...{ end: 'completed', promised, planned, done: planned, phases, seconds },
    ...{ amountMicros: 0, inputCount: count, epochs: 10 },
  };
}

const instant = (minute: number) => new Date(Date.UTC(2026, 10, 29, 12, minute)).toISOString();

function workload(templateId: string, count: number): Workload {
  const [layers, forwardOperations] = [20, 10e6];
  const work = (samples: number, passes: number): PhaseWork => ({
    ...{
      passes,
      samples,
      operations: 3 * samples * forwardOperations,
      layerCalls: 3 * passes * layers,
    },
    ...{ bytes: 0, storedBytes: 0, reads: 0, decoded: 0 },
  });
  return {
    ...{ kind: 'train', modelTypeId: 'visual-classifier', templateId },
    ...{ architecture: 'resnet-small', family: 'convolution', precision: 'fp32' },
    ...{ sampleSize: 1024, batchSize: 32, isIncremental: false, layers, forwardOperations },
    phases: { setup: { ...work(0, 0), reads: count }, steps: work(count * 10, (count * 10) / 32) },
  };
}
