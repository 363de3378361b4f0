import { isError } from '../../core/errors.ts';
import type { TrainingJob, TrainingJobs, TrainingJobSpec } from '../../core/ports/jobs.ts';
import { isEnded } from '../../core/ports/jobs.ts';
import { eventually, rejection } from './wait.ts';

/**
 * What the trainer of a job does: end well, end with the failure reason of the harness, or run
 * until it is told to stop.
 */
export type Behaviour = 'succeeds' | 'fails' | 'runs';

/** One adapter under test, without jobs at the start. */
export interface TrainingJobsHarness {
  readonly port: TrainingJobs;
  /** Makes a spec of this name whose trainer behaves like this. */
  readonly specOf: (
    trainingJobName: string,
    behaviour: Behaviour,
  ) => Promise<TrainingJobSpec> | TrainingJobSpec;
  /** What a failing trainer leaves in `output/failure`. */
  readonly failureReason: string;
  /** A line that every trainer prints at its start. */
  readonly logLine: string;
  readonly cleanup?: () => Promise<void>;
}

const name = 'ft-0123456789abcdef0123456789abcdef-a1';
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** What every `TrainingJobs` promises. */
export function describeTrainingJobs(
  adapter: string,
  make: () => Promise<TrainingJobsHarness>,
): void {
  describe(`TrainingJobs: ${adapter}`, () => {
    let harness: TrainingJobsHarness;
    let jobs: TrainingJobs;
    beforeEach(async () => {
      harness = await make();
      jobs = harness.port;
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    test('a job that never was: undefined, no logs, and stopping it is no error', async () => {
      expect(await jobs.describe(name)).toBeUndefined();
      expect(await jobs.logs(name)).toEqual({ lines: [] });
      await jobs.stop(name);
    });

    test('a job that ends well is Completed, with its times and its billable seconds', async () => {
      const spec = await harness.specOf(name, 'succeeds');
      expect(await jobs.start(spec)).toBe('started');

      const job = await ended(jobs, name);

      expect(job).toMatchObject({ trainingJobName: name, status: 'Completed', tags: spec.tags });
      expect(job.startedAt).toMatch(isoTime);
      expect(job.endedAt).toMatch(isoTime);
      expect(Date.parse(job.endedAt ?? '')).toBeGreaterThanOrEqual(Date.parse(job.startedAt ?? ''));
      expect(Number.isSafeInteger(job.billableSeconds)).toBe(true);
      expect(job.billableSeconds).toBeGreaterThanOrEqual(1);
      expect(job).not.toHaveProperty('failureReason');
    });

    test('a job whose trainer fails is Failed, with the reason that the trainer left', async () => {
      await jobs.start(await harness.specOf(name, 'fails'));

      const job = await ended(jobs, name);

      expect(job.status).toBe('Failed');
      expect(job.failureReason).toContain(harness.failureReason);
      expect(job.billableSeconds).toBeGreaterThanOrEqual(1);
    });

    test('a running job is InProgress and has not ended', async () => {
      await jobs.start(await harness.specOf(name, 'runs'));

      const job = await running(jobs, name);

      expect(job.startedAt).toMatch(isoTime);
      expect(job).not.toHaveProperty('endedAt');
      expect(job).not.toHaveProperty('failureReason');
      await jobs.stop(name);
    });

    test('a stopped job ends as Stopped; stopping it again is no error', async () => {
      await jobs.start(await harness.specOf(name, 'runs'));
      await running(jobs, name);

      await jobs.stop(name);
      await jobs.stop(name);

      expect((await ended(jobs, name)).status).toBe('Stopped');
      await jobs.stop(name);
      expect((await jobs.describe(name))?.status).toBe('Stopped');
    });

    test('stopping a completed job changes nothing', async () => {
      await jobs.start(await harness.specOf(name, 'succeeds'));
      const before = await ended(jobs, name);

      await jobs.stop(name);

      expect(await jobs.describe(name)).toEqual(before);
    });

    test('a job that is there is adopted, running or ended', async () => {
      const spec = await harness.specOf(name, 'runs');
      await jobs.start(spec);
      expect(await jobs.start(spec)).toBe('adopted');
      await running(jobs, name);
      await jobs.stop(name);
      const before = await ended(jobs, name);

      expect(await jobs.start(spec)).toBe('adopted');

      expect(await jobs.describe(name)).toEqual(before);
    });

    test('a job of this name with other tags is a conflict', async () => {
      const spec = await harness.specOf(name, 'succeeds');
      await jobs.start(spec);

      const foreign = { ...spec, tags: { ...spec.tags, version: 'another' } };

      expect(isError(await rejection(jobs.start(foreign)), 'conflict')).toBe(true);
    });

    test('of many starts of one name at once, one starts and the others adopt', async () => {
      const spec = await harness.specOf(name, 'runs');

      const results = await Promise.all(Array.from({ length: 5 }, () => jobs.start(spec)));

      expect(results.filter((r) => r === 'started')).toHaveLength(1);
      await running(jobs, name);
      await jobs.stop(name);
      await ended(jobs, name);
    });

    test('jobs do not mix', async () => {
      const other = name.replace('-a1', '-a2');
      await jobs.start(await harness.specOf(name, 'fails'));
      await jobs.start(await harness.specOf(other, 'succeeds'));

      expect((await ended(jobs, name)).status).toBe('Failed');
      expect((await ended(jobs, other)).status).toBe('Completed');
    });

    test('the logs hold what the trainer printed', async () => {
      await jobs.start(await harness.specOf(name, 'succeeds'));
      await ended(jobs, name);

      const lines = await eventually('the log line', async () => {
        const all = await allLogs(jobs, name);
        return all.includes(harness.logLine) ? all : undefined;
      });

      expect(lines.filter((line) => line === harness.logLine)).toHaveLength(1);
    });
  });
}

/** Waits for the end of a job. */
export async function ended(jobs: TrainingJobs, trainingJobName: string): Promise<TrainingJob> {
  return eventually(`the end of ${trainingJobName}`, async () => {
    const job = await jobs.describe(trainingJobName);
    return job && isEnded(job) ? job : undefined;
  });
}

/** Waits until a job's container has begun. */
export async function running(jobs: TrainingJobs, trainingJobName: string): Promise<TrainingJob> {
  return eventually(`${trainingJobName} to run`, async () => {
    const job = await jobs.describe(trainingJobName);
    return job?.status === 'InProgress' && job.startedAt !== undefined ? job : undefined;
  });
}

/** All lines that there are now. */
export async function allLogs(jobs: TrainingJobs, trainingJobName: string): Promise<string[]> {
  const lines: string[] = [];
  let after: string | undefined;
  do {
    const page = await jobs.logs(trainingJobName, after);
    lines.push(...page.lines);
    after = page.next;
  } while (after !== undefined);
  return lines;
}
