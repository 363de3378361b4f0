import type { PlantedBug } from '../planted-bug.ts';
import { places } from './places.ts';

const { slots, schedules } = places;

/** Of when a schedule fires, and what a firing does. */
export const scheduleBugs: readonly PlantedBug[] = [
  {
    name: 'slot-runs-twice',
    file: 'core/job/retraining/slot-version.ts',
    replaces: 'idempotencyKey: idempotencyKeyOf(executionName),',
    by: 'idempotencyKey: `${idempotencyKeyOf(executionName)}-${Math.random()}`,',
    because: 'A step is repeated where its answer is lost; the first one may have trained by then',
    tests: schedules,
  },
  {
    name: 'one-execution-for-all-slots',
    file: 'core/training/schedule/slot.ts',
    replaces: '[scope.userId, scope.appId, scheduleId, scheduledAt]',
    by: '[scope.userId, scope.appId, scheduleId]',
    because: 'The slot forgotten: a schedule trains once in its life',
    tests: schedules,
  },
  {
    name: 'schedules-of-two-apps-share-a-slot',
    file: 'core/training/schedule/slot.ts',
    replaces: '[scope.userId, scope.appId, scheduleId, scheduledAt]',
    by: '[scope.userId, scheduleId, scheduledAt]',
    because: 'Ids of schedules are unique in their app alone',
    tests: schedules,
  },
  {
    name: 'second-training-beside-an-open-one',
    file: 'core/training/schedule/decide-retraining.ts',
    replaces: '  if (open)\n',
    by: '  if (!open)\n',
    because: 'A comparison the wrong way round: the same inputs are learnt twice',
    tests: schedules,
  },
  {
    name: 'too-few-inputs-train-all-the-same',
    file: 'core/training/schedule/decide-retraining.ts',
    replaces: '>= rules.minNewInputs;',
    by: '>= Math.min(1, rules.minNewInputs);',
    because: 'min and max are easily exchanged',
    tests: schedules,
  },
  {
    name: 'paused-schedule-fires',
    file: 'core/training/schedule/decide-retraining.ts',
    replaces:
      "  if (rules.isPaused) return skipped('paused', 'The schedule is paused', numbers);\n",
    by: '',
    because: 'A pause takes the schedule out of EventBridge; a firing on its way still comes',
    tests: schedules,
  },
  {
    name: 'firing-stands-there-twice',
    file: 'core/training/schedule/retraining-schedule.ts',
    replaces: '({ scheduledAt }) => scheduledAt !== decided.scheduledAt,',
    by: '({ scheduledAt }) => scheduledAt !== undefined,',
    because: 'A filter that keeps everything',
    tests: schedules,
  },
  {
    name: 'hour-that-is-repeated-fires-twice',
    file: 'core/job/schedule/next-slot.ts',
    replaces: 'if (slot !== undefined && slot > after) return slot;',
    by: 'if (slot !== undefined) return slot > after ? slot : slot + 3_600_000;',
    because: 'In autumn 02:30 comes twice; EventBridge runs it once',
    tests: slots,
  },
  {
    name: 'hour-that-is-skipped-fires',
    file: 'core/job/schedule/zoned-time.ts',
    replaces: '  return instants.length === 0 ? undefined : Math.min(...instants);',
    by: '  return instants.length === 0 ? Math.min(...candidates) : Math.min(...instants);',
    because: 'In spring 02:30 is not there; EventBridge leaves it out',
    tests: slots,
  },
  {
    name: 'later-of-two-repeated-hours',
    file: 'core/job/schedule/zoned-time.ts',
    replaces: '? undefined : Math.min(...instants);',
    by: '? undefined : Math.max(...instants);',
    because: 'min and max are easily exchanged',
    tests: slots,
  },
  {
    name: 'first-slot-of-a-rate-at-once',
    file: 'core/job/schedule/next-slot.ts',
    replaces: 'Math.max(1, Math.floor((after - createdAt) / period) + 1)',
    by: 'Math.max(0, Math.floor((after - createdAt) / period) + 1)',
    because: 'A rate counts from its making',
    tests: slots,
  },
  {
    name: 'slot-of-this-minute-again',
    file: 'core/job/schedule/next-match.ts',
    replaces: 'Math.floor(after / minute + 1) * minute',
    by: 'Math.ceil(after / minute) * minute',
    because: 'Behind, not at: the same slot would be next for ever',
    tests: slots,
  },
  {
    name: 'weeks-begin-on-monday',
    file: 'core/job/schedule/day-pattern.ts',
    replaces: 'at.getUTCDay() + 1;',
    by: '((at.getUTCDay() + 6) % 7) + 1;',
    because: 'ISO weeks do; in EventBridge 1 is Sunday',
    tests: slots,
  },
  {
    name: 'missed-slots-all-fire',
    file: 'local/schedules/cron-schedules.ts',
    replaces:
      'lastSlot(recurrence, doneUntil, now) ?? nextSlot(recurrence, Math.max(doneUntil, now))',
    by: 'nextSlot(recurrence, doneUntil)',
    because: 'After a week of sleep a laptop would train once for each hour of it',
    tests: slots,
  },
];
