import type { Failure } from '../../errors.ts';
import type { FailureClass } from './end-table.ts';

/**
 * Faults of the platform, as the trainer writes them, that another attempt can be free of: data
 * that arrived broken or not at all is downloaded anew, and memory that something else had taken
 * (on the laptop) may be free. All other codes are final: the trainer and its input are the same
 * the next time.
 */
export const passingFaults: readonly string[] = [
  'dataset-digest-mismatch',
  'dataset-object-corrupt',
  'dataset-object-missing',
  'parent-artifact-corrupt',
  'out-of-memory',
];

/** What the reason of a failed job says. */
export function failureClassOf(reason: string): FailureClass {
  const written = writtenFailure(reason);
  if (written?.fault === 'user') return 'written-user';
  if (written) return passingFaults.includes(written.code) ? 'written-passing' : 'written-final';
  if (reason.trim() === '') return 'none';
  return servicesClasses.find(([pattern]) => pattern.test(reason))?.[1] ?? 'other';
}

/** How SageMaker and the laptop begin the reasons that are their own. */
const servicesClasses: readonly (readonly [RegExp, FailureClass])[] = [
  [/^(CapacityError|InsufficientCapacity)/, 'capacity'],
  [/^Internal(Server)?Error/, 'service-error'],
  [/^ClientError.*more memory/s, 'host-memory'],
  [/^ClientError/, 'client-error'],
  [/^AlgorithmError/, 'algorithm-error'],
  [/^(the train|the runner|exit code|its record|no sign of life)/, 'host'],
];

/**
 * What the trainer wrote to `output/failure`; undefined where it wrote nothing. SageMaker shows the
 * first 1,024 characters: a long line is cut.
 */
export function writtenFailure(reason: string): Failure | undefined {
  const start = reason.indexOf('{');
  if (start < 0) return undefined;
  return parseFailure(reason.slice(start, reason.lastIndexOf('}') + 1)) ?? cutFailure(reason);
}

function parseFailure(json: string): Failure | undefined {
  try {
    const { code, fault, message, seconds } = JSON.parse(json) as Record<string, unknown>;
    const isWhole =
      typeof code === 'string' &&
      typeof message === 'string' &&
      (fault === 'user' || fault === 'platform');
    return isWhole ? { code, fault, message, ...ranFor(seconds) } : undefined;
  } catch {
    return undefined;
  }
}

/** Releases before 0.2.0 wrote no seconds. */
function ranFor(seconds: unknown): Pick<Failure, 'seconds'> {
  return typeof seconds === 'number' && seconds >= 0 ? { seconds } : {};
}

const cutPattern =
  /\{"code": "([a-z0-9-]+)", "fault": "(user|platform)"(?:, "seconds": ([0-9.]+))?, "message": "(.*)$/s;

function cutFailure(reason: string): Failure | undefined {
  const [, code, fault, seconds, rest] = cutPattern.exec(reason) ?? [];
  if (code === undefined || rest === undefined) return undefined;
  return {
    code,
    fault: fault === 'user' ? 'user' : 'platform',
    message: `${unescaped(rest)} …`,
    ...ranFor(seconds === undefined ? undefined : Number(seconds)),
  };
}

/** A broken-off JSON string, as far as it can be read. */
function unescaped(text: string): string {
  return text.replaceAll('\\n', '\n').replaceAll('\\"', '"').replaceAll('\\\\', '\\').trim();
}
