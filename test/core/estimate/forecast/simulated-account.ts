import type { Device } from '../../../../core/estimate/device/device.ts';
import { cpuPriorDevice } from '../../../../core/estimate/device/cpu-prior.ts';
import { effectsOf } from '../../../../core/estimate/learn/effects.ts';
import type { Forecast } from '../../../../core/estimate/forecast/forecast.ts';
import { forecastPhases } from '../../../../core/estimate/phase.ts';
import { fixedLogSdOf } from '../../../../core/estimate/learn/observations.ts';
import { components, physicsOf } from '../../../../core/estimate/physics/physics.ts';
import { spreadPriors } from '../../../../core/estimate/learn/residuals.ts';
import type { GradedEstimate } from '../../../../core/estimate/graded/graded-estimate.ts';
import type { PhaseWork, Workload, WorkFamily } from '../../../../core/estimate/work/workload.ts';

/** What a made-up training is of. */
export interface MadeUp {
  readonly templateId: string;
  readonly family: WorkFamily;
  readonly inputs: number;
  readonly epochs: number;
  /** Pixels or tokens. */
  readonly size: number;
  readonly batchSize: number;
  readonly operationsPerUnit: number;
}

const nothing: PhaseWork = {
  ...{ passes: 0, layerCalls: 0, samples: 0, operations: 0 },
  ...{ bytes: 0, storedBytes: 0, reads: 0, decoded: 0 },
};

/** Counts of a training as a recipe would have them: four fifths are trained on. */
export function madeUpWorkload(of: MadeUp): Workload {
  const layers = 20;
  const [train, held] = [Math.ceil(of.inputs * 0.8), Math.ceil(of.inputs * 0.2)];
  const forwardOperations = of.size * of.operationsPerUnit;
  const work = (samples: number, times: number): PhaseWork => {
    const passes = Math.ceil(samples / of.batchSize);
    const [operations, layerCalls] = [samples * forwardOperations * times, passes * layers * times];
    const decoded = samples * of.size;
    return { ...nothing, passes, layerCalls, samples, operations, reads: samples, decoded };
  };
  return {
    kind: 'train',
    modelTypeId: `type of ${of.family}`,
    templateId: of.templateId,
    architecture: `${of.templateId} network`,
    family: of.family,
    precision: 'fp32',
    sampleSize: of.size,
    batchSize: of.batchSize,
    layers,
    forwardOperations,
    isIncremental: false,
    phases: {
      setup: { ...work(of.inputs, 1), storedBytes: 20e6 },
      steps: work(train * of.epochs, 3),
      validation: work(Math.ceil(train * 0.1) * of.epochs, 1),
      evaluation: work(held, 1),
      saving: { ...nothing, storedBytes: 60e6 },
    },
  };
}

/** Numbers that look random, the same for a seed. */
export interface Chance {
  /** Above 0, below 1. */
  uniform(): number;
  normal(): number;
}

export function chanceOf(seed: number): Chance {
  let state = seed * 2_654_435_761 + 12_345;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  for (let warm = 0; warm < 10; warm += 1) uniform();
  const normal = () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  return { uniform, normal };
}

const families: readonly WorkFamily[] = ['convolution', 'detection', 'encoder', 'generator'];

/** A machine that differs from what is counted as the priors say that machines do. */
export interface SimulatedMachine {
  readonly device: Device;
  /** A training's true phases, with their chance. */
  run(workload: Workload): Map<string, number>;
}

export function simulatedMachine(chance: Chance): SimulatedMachine {
  const device = cpuPriorDevice('cpu-simulated');
  const truth = new Map<string, number>();
  const effectOf = ({ key, logSd }: { key: string; logSd: number }) => {
    if (!truth.has(key)) truth.set(key, logSd * chance.normal());
    return truth.get(key)!;
  };
  const run = (workload: Workload) => {
    const [job, hour] = [
      { ...workload, deviceId: device.id, isMeasured: false },
      0.04 * chance.normal(),
    ];
    const times = new Map<string, number>();
    for (const phase of forecastPhases) {
      const physics = physicsOf(phase, workload, { device });
      if (physics === undefined) continue;
      const fixedLogSd = fixedLogSdOf(phase, { device });
      const seconds = components.reduce((sum, component) => {
        const effects = effectsOf(phase, component, { job, fixedLogSd });
        const log = effects.reduce((total, effect) => total + effectOf(effect), 0);
        return sum + physics[component] * Math.exp(log);
      }, 0);
      times.set(phase, seconds * Math.exp(spreadPriors[phase] * chance.normal() + hour));
    }
    return times;
  };
  return { device, run };
}

/** A training at random, as an account's are: of one of eight templates. */
export function someWorkload(chance: Chance, templates = 8): Workload {
  const template = Math.floor(chance.uniform() * templates);
  const family = families[template % families.length]!;
  const isText = family === 'encoder' || family === 'generator';
  const log = (low: number, high: number) => low * (high / low) ** chance.uniform();
  return madeUpWorkload({
    templateId: `template-${template}`,
    family,
    inputs: Math.round(log(100, 2000)),
    epochs: Math.round(log(2, 30)),
    size: Math.round(isText ? log(32, 256) : log(32, 128) ** 2),
    batchSize: 2 ** Math.floor(3 + 3 * chance.uniform()),
    operationsPerUnit: isText ? 2e6 : 4e3,
  });
}

/** What is kept of a finished training. */
export function gradedOf(
  workload: Workload,
  times: ReadonlyMap<string, number>,
  { index, promised }: { readonly index: number; readonly promised?: Forecast },
): GradedEstimate {
  const seconds = [...times.values()].reduce((sum, each) => sum + each, 0);
  const endedAt = new Date(Date.UTC(2026, 0, 1, index)).toISOString();
  return {
    jobId: `job-${String(index).padStart(4, '0')}`,
    ...{ appId: 'app', modelId: 'model', versionId: `version-${index}`, instanceType: 'laptop' },
    attempts: 1,
    deviceId: 'cpu-simulated',
    endedAt,
    end: 'completed',
    ...(promised
      ? { promised: { ...promised, madeAt: endedAt, formulaSeconds: seconds, phases: {} } }
      : {}),
    planned: workload,
    done: workload,
    phases: Object.fromEntries([...times].map(([phase, each]) => [phase, { seconds: each }])),
    ...{ seconds, amountMicros: 0, inputCount: 1, epochs: 1 },
  };
}
