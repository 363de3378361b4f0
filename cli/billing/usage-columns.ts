import type { UsageRecord } from '../../core/api/wire/messages.ts';
import type { Column } from '../frame/output/output.ts';
import { dollars, duration } from '../frame/output/words.ts';
import { minuteOf } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';

const wideColumns: readonly Column<UsageRecord>[] = [
  { name: 'version', value: ({ versionId }) => shortId(versionId) },
  { name: 'on', value: ({ instanceType }) => instanceType },
];

/** For people. */
export const recordColumns = (hasRoom: boolean): readonly Column<UsageRecord>[] => [
  { name: 'at', value: ({ recordedAt }) => minuteOf(recordedAt).slice(5) },
  { name: 'model', value: ({ appId, modelId }) => `${appId}/${modelId}` },
  ...(hasRoom ? wideColumns : []),
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'ended', value: ({ endReason }) => endReason },
  { name: 'charged', value: ({ billableSeconds }) => duration(billableSeconds), align: 'right' },
  { name: 'amount', value: ({ amountMicros }) => dollars(amountMicros), align: 'right' },
];

/** For finance: amounts in micro-dollars, which add up, and in dollars. */
export const recordFields: readonly Column<UsageRecord>[] = [
  { name: 'recordedAt', value: ({ recordedAt }) => recordedAt },
  { name: 'app', value: ({ appId }) => appId },
  { name: 'model', value: ({ modelId }) => modelId },
  { name: 'version', value: ({ versionId }) => versionId },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'instanceType', value: ({ instanceType }) => instanceType },
  { name: 'endReason', value: ({ endReason }) => endReason },
  { name: 'billableSeconds', value: ({ billableSeconds }) => billableSeconds },
  { name: 'microsPerHour', value: ({ microsPerHour }) => microsPerHour },
  { name: 'amountMicros', value: ({ amountMicros }) => amountMicros },
  { name: 'amountDollars', value: ({ amountMicros }) => (amountMicros / 1_000_000).toFixed(6) },
  { name: 'job', value: ({ trainingJobName }) => trainingJobName },
];
