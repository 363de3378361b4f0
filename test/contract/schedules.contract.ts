import { isError } from '../../core/errors.ts';
import type { Schedule, Schedules } from '../../core/ports/schedules.ts';
import { rejection } from './wait.ts';

/** One adapter under test, without schedules at the start. */
export interface SchedulesHarness {
  readonly port: Schedules;
  readonly cleanup?: () => Promise<void>;
}

const nightly: Schedule = {
  name: 'user-u1-app-a-nightly',
  expression: 'cron(0 3 * * ? *)',
  timezone: 'Europe/Berlin',
  payload: { scheduleId: 'nightly', nested: { list: [1, 'two', null] } },
};

/** What every `Schedules` promises, firing apart (nobody waits for a night in a test). */
export function describeSchedules(name: string, make: () => Promise<SchedulesHarness>): void {
  describe(`Schedules: ${name}`, () => {
    let harness: SchedulesHarness;
    let schedules: Schedules;
    beforeEach(async () => {
      harness = await make();
      schedules = harness.port;
    });
    afterEach(async () => {
      await harness.cleanup?.();
    });

    test('nothing is scheduled at the start', async () => {
      expect(await schedules.list('')).toEqual([]);
    });

    test('a schedule is listed as it was put', async () => {
      await schedules.put(nightly);

      expect(await schedules.list(nightly.name)).toEqual([nightly]);
    });

    test('a second put of the same name replaces', async () => {
      await schedules.put(nightly);
      const daily = { ...nightly, expression: 'rate(1 day)', timezone: 'UTC', payload: { n: 2 } };
      await schedules.put(daily);

      expect(await schedules.list(nightly.name)).toEqual([daily]);
    });

    test('a list shows the names that begin with the prefix', async () => {
      for (const suffix of ['one', 'two']) {
        await schedules.put({ ...nightly, name: `user-u1-${suffix}` });
        await schedules.put({ ...nightly, name: `user-u10-${suffix}` });
      }

      const names = (await schedules.list('user-u1-')).map((s) => s.name).sort();

      expect(names).toEqual(['user-u1-one', 'user-u1-two']);
    });

    test('a deleted schedule is gone, and deleting it again is no error', async () => {
      await schedules.put(nightly);
      await schedules.delete(nightly.name);
      await schedules.delete(nightly.name);

      expect(await schedules.list('')).toEqual([]);
    });

    test.each([
      'rate(1 day)',
      'rate(5 minutes)',
      'rate(12 hours)',
      'cron(0 3 * * ? *)',
      'cron(0/15 8-17 ? * MON-FRI *)',
      'cron(30 6 1,15 * ? 2030-2040)',
      'cron(0 18 L * ? *)',
      'cron(0 9 ? * 2#1 *)',
      'cron(0 9 ? * 6L *)',
    ])('%s is taken', async (expression) => {
      await schedules.put({ ...nightly, expression });

      expect((await schedules.list(nightly.name))[0]?.expression).toBe(expression);
    });

    test.each([
      '',
      '0 3 * * *',
      'every day',
      'rate(0 days)',
      'rate(-1 day)',
      'rate(1.5 hours)',
      'rate(1 fortnight)',
      'cron(0 3 * * *)',
      'cron(0 3 * * * *)',
      'cron(60 3 * * ? *)',
      'cron(0 24 * * ? *)',
      'cron(0 3 32 * ? *)',
      'cron(0 3 ? * 8 *)',
      'cron(0 3 * * ? * *)',
    ])('%j is refused as invalid-request', async (expression) => {
      const error = await rejection(schedules.put({ ...nightly, expression }));

      expect(isError(error, 'invalidRequest')).toBe(true);
      expect(await schedules.list('')).toEqual([]);
    });

    test('a time zone that does not exist is refused as invalid-request', async () => {
      const error = await rejection(schedules.put({ ...nightly, timezone: 'Europe/Atlantis' }));

      expect(isError(error, 'invalidRequest')).toBe(true);
    });
  });
}
