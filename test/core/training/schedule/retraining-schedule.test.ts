import { lastSlot, nextSlot } from '../../../../core/job/schedule/next-slot.ts';
import type { RetrainingSchedule } from '../../../../core/training/schedule/retraining-schedule.ts';
import {
  firingAt,
  firingsOf,
  isSuperseded,
  withFiring,
} from '../../../../core/training/schedule/retraining-schedule.ts';
import { executionNameOf } from '../../../../core/training/schedule/slot.ts';
import { createHash } from 'node:crypto';

const scope = { userId: 'tester', appId: 'lab' };
const schedule: RetrainingSchedule = {
  ...{ id: 'nightly', scope, modelId: 'm', datasetId: 'd', expression: 'rate(1 hour)' },
  ...{ timezone: 'UTC', minNewInputs: 1, params: {}, createdAt: '2026-01-01T00:00:00Z' },
};
const firing = (scheduledAt: string, detail = scheduledAt) => ({
  ...{ scheduledAt, result: 'skipped' as const, detail },
});
const hour = (n: number) =>
  new Date(Date.parse('2026-01-01T00:00:00Z') + n * 3_600_000).toISOString();

test('a slot stands there once, the newest first, however they come', () => {
  let kept = schedule;
  for (const n of [3, 1, 2, 3, 1]) kept = withFiring(kept, firing(hour(n)));

  expect(firingsOf(kept).map(({ scheduledAt }) => scheduledAt)).toEqual([3, 2, 1].map(hour));
  expect(kept.lastFiring?.scheduledAt).toBe(hour(3));
  expect(firingAt(kept, hour(2))).toEqual(firing(hour(2)));
  expect(firingAt(kept, hour(4))).toBeUndefined();
});

test('only a slot behind which another was decided is superseded', () => {
  const kept = withFiring(schedule, firing(hour(5)));

  expect([4, 5, 6].map((n) => isSuperseded(kept, hour(n), hour(6)))).toEqual([true, false, false]);
});

test('a slot that was decided while the clock was ahead keeps no other from its turn', () => {
  const kept = withFiring(schedule, firing(hour(9_000)));

  expect(isSuperseded(kept, hour(4), hour(4))).toBe(false);
  expect(isSuperseded(kept, hour(4), hour(9_000))).toBe(true);
});

test('the last twenty are kept', () => {
  let kept = schedule;
  for (let n = 0; n < 25; n += 1) kept = withFiring(kept, firing(hour(n)));

  expect(firingsOf(kept)).toHaveLength(20);
  expect(firingsOf(kept).at(-1)?.scheduledAt).toBe(hour(5));
});

test('a slot has one execution, and no other slot, schedule, app or user has it', () => {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const slot = { scope, scheduleId: 'nightly', scheduledAt: hour(1) };
  const others = [
    { ...slot, scheduledAt: hour(2) },
    { ...slot, scheduleId: 'nightl' },
    { ...slot, scope: { ...scope, appId: 'lab2' } },
    { ...slot, scope: { ...scope, userId: 'other' } },
  ];

  expect(executionNameOf(slot, sha256)).toMatch(/^[0-9a-f]{32}$/);
  expect(executionNameOf({ ...slot }, sha256)).toBe(executionNameOf(slot, sha256));
  const names = [slot, ...others].map((each) => executionNameOf(each, sha256));
  expect(new Set(names).size).toBe(5);
});

/** As the laptop's timer goes: what is due of all that was missed is the last slot. */
function slotsFiredWith(clock: readonly number[], recurrence: Parameters<typeof nextSlot>[0]) {
  const fired: number[] = [];
  let done = recurrence.createdAt;
  for (const now of clock) {
    const slot = lastSlot(recurrence, done, now);
    if (slot === undefined) continue;
    fired.push(slot);
    done = slot;
  }
  return fired;
}

test.each(['UTC', 'Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe'])(
  'whatever the clock does, each slot fires once at most, in order: %s',
  (timezone) => {
    const createdAt = Date.parse('2026-10-20T00:00:00Z');
    for (const expression of ['rate(50 minutes)', 'cron(30 2 * * ? *)', 'cron(0/20 * * * ? *)']) {
      const recurrence = { expression, timezone, createdAt };
      for (let seed = 1; seed <= 3; seed += 1) {
        let state = seed;
        const chance = () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
        let now = createdAt;
        const clock = Array.from({ length: 60 }, () => {
          // On by minutes, by a day at a stroke, or back by up to two hours.
          const jump = chance();
          const step = jump < 0.05 ? 86_400_000 : jump < 0.15 ? -7_200_000 * chance() : 1_500_000;
          return (now += step * chance());
        });
        const fired = slotsFiredWith(clock, recurrence);

        expect(new Set(fired).size).toBe(fired.length);
        expect(fired).toEqual(fired.toSorted((a, b) => a - b));
        for (const slot of fired) expect(nextSlot(recurrence, slot - 1)).toBe(slot);
      }
    }
  },
);
