import { forecastPhases } from '../forecast/phase.ts';
import type { ForecastPhase } from '../forecast/phase.ts';

/** How long a trainer was in one phase, all stays together, and what it did there. */
export interface PhaseSpan {
  /** Wall. */
  readonly seconds: number;
  /** Of the processor, of all of its processes and threads. */
  readonly workSeconds: number;
  /** Of the processors, by all else on the machine; absent: not measured. */
  readonly othersSeconds?: number;
  /** In which the GPU computed; absent: there is none, or it does not tell. */
  readonly gpuSeconds?: number;
  /** Calls of the network. */
  readonly passes: number;
  /** Inputs through the network. */
  readonly samples: number;
}

/** One start of the trainer. */
export interface AttemptTimes {
  readonly trainingJobName: string | null;
  /** When its process started, ISO 8601. */
  readonly startedAt: string;
  /** `running`: it was killed, or goes on. */
  readonly end: 'running' | 'completed' | 'stopped' | 'failed';
  readonly seconds: number;
  readonly phases: Readonly<Partial<Record<ForecastPhase, PhaseSpan>>>;
  /** Processors that it may use; absent: not known yet. */
  readonly cores?: number;
  /** Of this attempt; a part of one where it was cut off. Absent: it learns nothing. */
  readonly epochs?: number;
}

/** The trainer keeps its 20 newest attempts, of about 2 kB: a larger file is none of its. */
const largestFile = 1_000_000;

/**
 * What the trainer measured of its own time: `times.json` beside its log (`container/README.md`).
 * Our own container writes it, and it decides no price. A file of which a part cannot be believed
 * says nothing: half of a job's time would be graded as the whole.
 * @returns attempts in their order; none where there is no such file, or it cannot be believed
 */
export function parseTimes(bytes: Uint8Array | undefined): readonly AttemptTimes[] {
  if (!bytes || bytes.length > largestFile) return [];
  try {
    const { schemaVersion, attempts } = JSON.parse(new TextDecoder().decode(bytes)) as {
      schemaVersion?: unknown;
      attempts?: unknown;
    };
    if (schemaVersion !== 1 || !Array.isArray(attempts)) return [];
    const read = (attempts as unknown[]).flatMap(attemptOf);
    return read.length === attempts.length && read.every(addsUp) ? read : [];
  } catch {
    return [];
  }
}

/** Phases are told apart to a millisecond, and follow each other without a gap. */
function addsUp({ phases, seconds }: AttemptTimes): boolean {
  const sum = Object.values(phases).reduce((total, span) => total + span.seconds, 0);
  return Math.abs(sum - seconds) <= 1 + 0.01 * seconds;
}

const ends: readonly unknown[] = ['running', 'completed', 'stopped', 'failed'];

function attemptOf(value: unknown): AttemptTimes[] {
  const { trainingJobName, startedAt, end, seconds, ...rest } = fieldsOf(value);
  if (!isInstant(startedAt) || !isAmount(seconds) || !ends.includes(end)) return [];
  const name = typeof trainingJobName === 'string' ? trainingJobName : null;
  const { cores } = fieldsOf(rest['device']);
  return [
    {
      trainingJobName: name,
      startedAt,
      end: end as AttemptTimes['end'],
      seconds,
      phases: phasesOf(rest['phases']),
      ...amountsOf({ cores, epochs: rest['epochs'] }),
    },
  ];
}

function phasesOf(value: unknown): AttemptTimes['phases'] {
  const given = fieldsOf(value);
  const known = forecastPhases.flatMap((name) => {
    const { seconds, workSeconds, gpuSeconds, othersSeconds, ...counts } = fieldsOf(given[name]);
    if (!isAmount(seconds) || !isAmount(workSeconds)) return [];
    const span: PhaseSpan = {
      ...{ seconds, workSeconds, passes: 0, samples: 0 },
      ...amountsOf({ gpuSeconds, othersSeconds }),
      ...amountsOf({ passes: counts['passes'], samples: counts['samples'] }),
    };
    return [[name, span] as const];
  });
  return Object.fromEntries(known);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Those fields that are seconds or counts. */
function amountsOf(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, number>> {
  const amounts = Object.entries(fields).filter((field): field is [string, number] =>
    isAmount(field[1]),
  );
  return Object.fromEntries(amounts);
}

/** More seconds, passes or inputs no job has. */
const mostOfAJob = 1e12;

/** Whether it may be seconds or a count of what a job did. */
export function isAmount(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= mostOfAJob;
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
