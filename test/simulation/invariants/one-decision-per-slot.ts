import { isOpen } from '../../../core/model/model-version.ts';
import type { ModelVersion } from '../../../core/model/model-version.ts';
import type { RetrainingSchedule } from '../../../core/training/schedule/retraining-schedule.ts';
import { firingsOf } from '../../../core/training/schedule/retraining-schedule.ts';
import type { Change, MakeInvariant } from './invariant.ts';
import { kindOf } from './invariant.ts';

/** I17: what a slot decided stays decided, and a training that it started is stored with it. */
export const oneDecisionPerSlot: MakeInvariant = (violate) => ({
  name: 'I17 one decision for a slot',
  onCommit(changes) {
    for (const { pk, sk, before, after } of changes) {
      if (kindOf(pk) !== 'schedules' || !after) continue;
      const [old, now] = [before, after].map((item) => decisionsIn(item));
      for (const [slot, decided] of now!) {
        const earlier = old!.get(slot);
        if (earlier !== undefined && earlier !== decided)
          violate(`${sk} decided ${slot} again: ${earlier}, then ${decided}`);
        const isNew = earlier === undefined && decided.startsWith('started');
        const made = changes.some((each) => kindOf(each.pk) === 'versions' && !each.before);
        if (isNew && !made) violate(`${sk} says that ${slot} ${decided}, and nothing was started`);
      }
    }
  },
});

function decisionsIn(item: Change['after']): Map<string, string> {
  const firings = item ? firingsOf(item.data as unknown as RetrainingSchedule) : [];
  return new Map(
    firings.map(({ scheduledAt, result, detail }) => [scheduledAt, `${result} ${detail}`]),
  );
}

/** I18: a schedule starts no training while one of its model is under way. */
export const oneTrainingAtOnce: MakeInvariant = (violate) => {
  const open = new Map<string, string>();
  return {
    name: 'I18 no scheduled training beside another of its model',
    onCommit(changes) {
      for (const { pk, sk, before, after } of changes) {
        if (kindOf(pk) !== 'versions') continue;
        const version = after?.data as unknown as ModelVersion | undefined;
        const isScheduled = version !== undefined && 'executionName' in version;
        const other = [...open].find(([id, model]) => model === pk && id !== sk);
        if (!before && isScheduled && other) violate(`${sk} was started beside ${other[0]}`);
        if (version && isOpen(version)) open.set(sk, pk);
        else open.delete(sk);
      }
    },
  };
};
