import type { ModelVersion, Verdict } from '../../core/api/wire/messages.ts';
import type { Column } from '../frame/output/output.ts';
import { dollars, duration } from '../frame/output/words.ts';
import { statusOf } from '../training/training-state.ts';
import { shortId } from '../frame/output/short-id.ts';

/** A number with its 95 % interval, for people. */
export function metricInWords(verdict: Verdict | undefined): string {
  if (!verdict || verdict.heldOut === null) return '';
  const interval = intervalOf(verdict);
  const range = interval ? ` [${shownNumber(interval[0])} to ${shownNumber(interval[1])}]` : '';
  return `${verdict.metric} ${shownNumber(verdict.heldOut)}${range}`;
}

/** The 95 % interval; undefined where it could not be reckoned. */
export function intervalOf({ interval }: Verdict): readonly [number, number] | undefined {
  if (!Array.isArray(interval)) return undefined;
  const [low, high] = interval;
  return typeof low === 'number' && typeof high === 'number' ? [low, high] : undefined;
}

/** Three decimals; whole numbers and large ones without. */
export function shownNumber(value: number | null | undefined): string {
  if (value === null || value === undefined) return '';
  return Number.isInteger(value) && Math.abs(value) > 1 ? String(value) : value.toFixed(3);
}

/** What was charged for a training, micro-dollars; undefined while it is not settled. */
export function amountOf({ metadata }: ModelVersion): number | undefined {
  return metadata?.deeptune.settlement?.amountMicros;
}

export function verdictOf({ metadata }: ModelVersion): Verdict | undefined {
  return metadata?.deeptune.verdict;
}

/** The version that an incremental training started from. */
export function parentOf({ train_info: info }: ModelVersion): string | undefined {
  return info?.resume_from_model?.model_version?.id;
}

/** Columns of versions for programs: whole ids, micro-dollars. */
export const versionFields: readonly Column<ModelVersion>[] = [
  { name: 'version', value: ({ id }) => id },
  { name: 'status', value: statusOf },
  { name: 'metric', value: (version) => verdictOf(version)?.metric },
  { name: 'value', value: (version) => verdictOf(version)?.heldOut },
  { name: 'low', value: (version) => bound(version, 0) },
  { name: 'high', value: (version) => bound(version, 1) },
  { name: 'trivial', value: (version) => verdictOf(version)?.trivial },
  { name: 'untrained', value: (version) => verdictOf(version)?.untrained },
  { name: 'template', value: templateOf },
  { name: 'dataset', value: ({ train_info: info }) => info?.dataset.id },
  { name: 'dataset_version', value: datasetVersionOf },
  { name: 'parent', value: parentOf },
  { name: 'inputs', value: ({ total_input_count: count }) => count },
  { name: 'job_seconds', value: ({ metadata }) => metadata?.deeptune.settlement?.jobSeconds },
  {
    name: 'billable_seconds',
    value: ({ metadata }) => metadata?.deeptune.settlement?.billableSeconds,
  },
  { name: 'amountMicros', value: amountOf },
  { name: 'created_at', value: ({ created_at: at }) => at },
];

/**
 * Columns of versions for people: ids by their last characters, which every command takes.
 * @param metric that all of them were measured by; undefined: each says its own
 */
export function versionColumns(
  metric: string | undefined,
  isWide: boolean,
): readonly Column<ModelVersion>[] {
  const value = (version: ModelVersion) => {
    const verdict = verdictOf(version);
    return metric === undefined ? nameAndValue(verdict) : shownNumber(verdict?.heldOut);
  };
  return [
    { name: 'version', value: ({ id }) => shortId(id) },
    { name: 'status', value: statusOf },
    metric === undefined ? { name: 'metric', value } : { name: metric, value, align: 'right' },
    { name: '95 %', value: (version) => intervalInWords(verdictOf(version)) },
    { name: 'parent', value: (version) => shortId(parentOf(version)) },
    ...(isWide ? wideColumns : []),
    { name: 'amount', value: amountShown, align: 'right' },
    { name: 'asked for', value: ({ created_at: at }) => minuteOf(at).slice(5) },
  ];
}

const wideColumns: readonly Column<ModelVersion>[] = [
  { name: 'inputs', value: ({ total_input_count: count }) => count, align: 'right' },
  { name: 'took', value: secondsShown, align: 'right' },
  { name: 'billed', value: billedShown, align: 'right' },
];

/** The metric of all versions that have one; undefined where they differ. */
export function commonMetric(versions: readonly ModelVersion[]): string | undefined {
  const metrics = versions.flatMap((version) => verdictOf(version)?.metric ?? []);
  return new Set(metrics).size === 1 ? metrics[0] : undefined;
}

/** `accuracy 0.994` */
export function nameAndValue(verdict: Verdict | undefined): string {
  return typeof verdict?.heldOut !== 'number'
    ? ''
    : `${verdict.metric} ${shownNumber(verdict.heldOut)}`;
}

/** `0.979-0.998` */
export function intervalInWords(verdict: Verdict | undefined): string {
  const interval = verdict && intervalOf(verdict);
  return interval ? interval.map(shownNumber).join('-') : '';
}

/** `2026-11-29 09:23`, UTC. */
export function minuteOf(at: string | undefined): string {
  return at === undefined ? '' : at.slice(0, 16).replace('T', ' ');
}

export function templateOf({ train_info: info }: ModelVersion): string | undefined {
  const template = info?.params['template'];
  return typeof template === 'string' ? template : undefined;
}

function bound(version: ModelVersion, at: 0 | 1): number | undefined {
  const verdict = verdictOf(version);
  return verdict && intervalOf(verdict)?.[at];
}

/** From the start of the training's machine to its end; less of it is billed. */
export function secondsShown({ metadata }: ModelVersion): string {
  const seconds = metadata?.deeptune.settlement?.jobSeconds;
  return seconds === undefined ? '' : duration(seconds);
}

export function billedShown({ metadata }: ModelVersion): string {
  const seconds = metadata?.deeptune.settlement?.billableSeconds;
  return seconds === undefined ? '' : duration(seconds);
}

export function amountShown(version: ModelVersion): string {
  const amount = amountOf(version);
  return amount === undefined ? '' : dollars(amount);
}

export function datasetVersionOf({ train_info: info }: ModelVersion): string | undefined {
  const id = info?.dataset.version?.id ?? info?.params['dataset_version_id'];
  return typeof id === 'string' && id !== '' ? id : undefined;
}
