import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { ensureVirtualEnvironment } from '../../../../local/python/python-environment.ts';
import { root } from '../../estimator/paths.ts';
import type { Policy } from './policies.ts';
import { always, never, threshold, trainingsOf, weekly } from './policies.ts';
import { rule } from './rule.ts';
import type { SimulatedStream } from './simulated-stream.ts';
import { costOf, dayCount, lossOf, priceOf, simulatedStream } from './simulated-stream.ts';

/** The policies that are compared, with settings that were chosen on other streams. */
export const policies: Readonly<
  Record<string, { readonly title: string; readonly policy: Policy }>
> = {
  rule: {
    title: '**deeptune**: drift, or a gain that is worth the quote',
    policy: rule({ minNewInputs: 20, driftThreshold: 0.5, horizonDays: 30 }),
  },
  always: { title: 'always: each day on which something is new', policy: always },
  weekly: { title: 'weekly', policy: weekly },
  threshold: { title: 'threshold: 800 new inputs', policy: threshold(800) },
  never: { title: 'never', policy: never },
};

/** What the policies and the exact plan cost on a stream: a line of the file of records. */
export interface RegretRecord {
  readonly id: string;
  readonly exact: PolicyCost;
  readonly policies: Readonly<Record<string, PolicyCost>>;
}

export interface PolicyCost {
  readonly costMicros: number;
  readonly trainings: number;
}

/** Seeds of published streams, and of those on which settings are chosen. */
export const publishedSeeds = Array.from({ length: 450 }, (_, index) => index);
export const tuningSeeds = Array.from({ length: 90 }, (_, index) => 10_000 + index);

/** Simulates every policy on every stream, beside the exact plan. */
export async function simulate(
  seeds: readonly number[],
  say: (line: string) => void,
): Promise<RegretRecord[]> {
  const streams = seeds.map(simulatedStream);
  const exact = await exactPlans(streams, say);
  return streams.map((stream) => ({
    id: stream.id,
    exact: exact.get(stream.id)!,
    policies: Object.fromEntries(
      Object.entries(policies).map(([name, { policy }]) => [name, policyCost(stream, policy)]),
    ),
  }));
}

export function policyCost(stream: SimulatedStream, policy: Policy): PolicyCost {
  const trainings = trainingsOf(stream, policy);
  return { costMicros: costOf(stream, trainings), trainings: trainings.length };
}

/** What no plan can do better than, by `retrainopt`. */
export async function exactPlans(
  streams: readonly SimulatedStream[],
  say: (line: string) => void,
): Promise<Map<string, PolicyCost>> {
  const requirements = join(import.meta.dirname, 'requirements.txt');
  const environment = join(root, '.venv-retrainopt');
  const { python } = await ensureVirtualEnvironment(environment, [requirements], say);
  const child = spawn(python, [join(import.meta.dirname, 'exact_plan.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const plans = new Map<string, PolicyCost>();
  createInterface(child.stdout).on('line', (line) => {
    const { id, cost, trainings } = JSON.parse(line) as ExactPlan;
    plans.set(id, { costMicros: cost, trainings: trainings.length });
  });
  for (const stream of streams) child.stdin.write(`${JSON.stringify(matrixOf(stream))}\n`);
  child.stdin.end();
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`exact_plan.py ended with ${code}`);
  return plans;
}

interface ExactPlan {
  readonly id: string;
  readonly cost: number;
  /** Days. */
  readonly trainings: readonly number[];
}

/** All that the exact plan chooses from. */
function matrixOf(stream: SimulatedStream) {
  const days = Array.from({ length: dayCount }, (_, day) => day);
  const losses = (trained: number) =>
    days.slice(Math.max(0, trained)).map((day) => lossOf(stream, trained, day));
  return {
    id: stream.id,
    days: dayCount,
    prices: days.map((day) => priceOf(stream, day)),
    losses: [-1, ...days].map(losses),
  };
}
