import type { Hold } from '../../../core/billing/hold.ts';
import type { UsageRecord } from '../../../core/billing/usage/usage-record.ts';
import { parseTrainingJobName } from '../../../core/records/job-names.ts';
import type { MakeInvariant } from './invariant.ts';
import { kindOf, userOf } from './invariant.ts';

/** I4: what is charged was set aside before; I5: a hold ends with its job, and only with it. */
export const withinHold: MakeInvariant = (violate) => ({
  name: 'I4 charged within the hold, I5 no hold is left',
  onCommit(changes) {
    const usage = changes.find(({ pk, after }) => kindOf(pk) === 'usage' && after);
    const ended = changes.find(({ pk, after }) => kindOf(pk) === 'holds' && !after);
    const record = usage?.after?.data as unknown as UsageRecord | undefined;
    const hold = ended?.before?.data as unknown as Hold | undefined;
    if (record && !hold) violate(`${record.trainingJobName} was charged without its hold`);
    if (record && hold && record.amountMicros > hold.amountMicros)
      violate(
        `${record.trainingJobName}: ${record.amountMicros} charged of ${hold.amountMicros} held`,
      );
    if (record && record.amountMicros < 0) violate(`${record.trainingJobName}: a negative amount`);
  },
  onJob({ request }, facts) {
    const { jobId } = parseTrainingJobName(request.TrainingJobName as string) ?? {};
    const tags = request.Tags as readonly { Key: string; Value: string }[];
    const tenant = tags.find(({ Key }) => Key === 'tenant')?.Value ?? '';
    if (!facts.item(`user#${tenant}#holds`, jobId ?? ''))
      violate(`${request.TrainingJobName} runs and nothing is set aside for it`);
  },
  atEnd(facts) {
    for (const { pk, sk, data } of facts.items())
      if (kindOf(pk) === 'holds' && data['review'] !== true)
        violate(`${userOf(pk)}: the hold of ${sk} is left`);
  },
});
