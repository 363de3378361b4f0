import { DatabaseSync } from 'node:sqlite';
import type { Schedule, ScheduleFiring } from '../../../core/ports/schedules.ts';
import { CronSchedules } from '../../../local/schedules/cron-schedules.ts';
import { describeSchedules } from '../../contract/schedules.contract.ts';
import { ManualTime } from '../workflow/manual-time.ts';

describeSchedules('SQLite and a timer', async () => {
  const time = new ManualTime();
  const fire = async (): Promise<void> => undefined;
  const port = new CronSchedules({ store: ':memory:', now: time.now, sleep: time.sleep, fire });
  return { port, cleanup: async () => port.close() };
});

// The time of `ManualTime` begins at 2026-11-25T12:00:00Z.
describe('CronSchedules', () => {
  const hourly: Schedule = {
    name: 's',
    expression: 'cron(0 * * * ? *)',
    timezone: 'UTC',
    payload: { p: 1 },
  };
  let time: ManualTime;
  let database: DatabaseSync;
  let fired: ScheduleFiring[];
  let errors: unknown[];
  let fire: (firing: ScheduleFiring) => Promise<void>;
  let open: CronSchedules[];
  beforeEach(() => {
    time = new ManualTime();
    database = new DatabaseSync(':memory:');
    fired = [];
    errors = [];
    open = [];
    fire = async (firing) => void fired.push(firing);
  });
  afterEach(() => open.forEach((schedules) => schedules.close()));

  const serve = (): CronSchedules => {
    const schedules = new CronSchedules({
      store: database,
      now: time.now,
      sleep: time.sleep,
      fire: (firing) => fire(firing),
      onError: (error) => errors.push(error),
    });
    open.push(schedules);
    return schedules;
  };
  const slots = (): string[] => fired.map((firing) => firing.scheduledAt.slice(11, 19));

  test('fires at each slot, with its name, its payload and the slot', async () => {
    await serve().put(hourly);

    await time.pass(3599.999);
    expect(fired).toEqual([]);
    await time.pass(0.001);
    expect(fired).toEqual([
      { name: 's', scheduledAt: '2026-11-25T13:00:00.000Z', payload: { p: 1 } },
    ]);
    await time.pass(2 * 3600);
    expect(slots()).toEqual(['13:00:00', '14:00:00', '15:00:00']);
  });

  test('a rate counts from the creation, also over a restart and a change of the payload', async () => {
    const first = serve();
    await time.pass(100);
    await first.put({ ...hourly, expression: 'rate(10 minutes)' });
    await time.pass(300);
    await first.put({ ...hourly, expression: 'rate(10 minutes)', payload: { p: 2 } });
    first.close();
    await serve().resume();
    await time.pass(300);

    expect(fired).toEqual([
      { name: 's', scheduledAt: '2026-11-25T12:11:40.000Z', payload: { p: 2 } },
    ]);
  });

  test('another expression begins anew', async () => {
    const schedules = serve();
    await schedules.put({ ...hourly, expression: 'rate(10 minutes)' });
    await time.pass(540);
    await schedules.put({ ...hourly, expression: 'rate(20 minutes)' });
    await time.pass(1199);
    expect(fired).toEqual([]);
    await time.pass(1);
    expect(slots()).toEqual(['12:29:00']);
  });

  test('a deleted schedule and a closed host fire nothing', async () => {
    const schedules = serve();
    await schedules.put(hourly);
    await schedules.put({ ...hourly, name: 'other' });
    await schedules.delete('s');
    await time.pass(3600);
    expect(fired.map((firing) => firing.name)).toEqual(['other']);

    schedules.close();
    await time.pass(7200);
    expect(fired).toHaveLength(1);
  });

  test('of the slots missed while nothing ran, the last fires, once', async () => {
    const first = serve();
    await first.put(hourly);
    await time.pass(3600);
    first.close();
    await time.pass(5 * 3600 + 600);

    await serve().resume();
    await time.pass(0);
    expect(slots()).toEqual(['13:00:00', '18:00:00']);
    await time.pass(3600);
    expect(slots()).toEqual(['13:00:00', '18:00:00', '19:00:00']);
  });

  const years = 3 * 365 * 24 * 3600;

  test.each([
    ['a cron expression', 'cron(0 * * * ? *)'],
    ['a rate', 'rate(1 hour)'],
  ])('a clock that was years ahead for a while keeps %s from nothing', async (_, expression) => {
    await serve().put({ ...hourly, expression });
    time.jump(years);
    await time.pass(60);
    expect(fired).toHaveLength(1);
    time.jump(-years);
    await time.pass(2 * 3600);

    expect(slots().slice(1)).toEqual(['13:00:00', '14:00:00']);
  });

  test('nor does it where the host began anew since', async () => {
    const first = serve();
    time.jump(years);
    await first.put(hourly);
    await time.pass(3600);
    first.close();
    time.jump(-years - 3600);
    await serve().resume();
    await time.pass(3600);

    expect(slots()).toEqual(['13:00:00', '13:00:00']);
  });

  test('a clock that is put back a little repeats no slot', async () => {
    await serve().put(hourly);
    await time.pass(3600);
    time.jump(-600);
    await time.pass(3600 + 600);

    expect(slots()).toEqual(['13:00:00', '14:00:00']);
  });

  test('a slot whose firing was not recorded (killed in between) fires again, as the same slot', async () => {
    const first = serve();
    await first.put(hourly);
    fire = async (firing) => {
      fired.push(firing);
      first.close();
    };
    await time.pass(3600);
    fire = async (firing) => void fired.push(firing);

    await serve().resume();
    await time.pass(60);

    expect(slots()).toEqual(['13:00:00', '13:00:00']);
  });

  test('a firing that throws is tried again, for an hour', async () => {
    const attempts: string[] = [];
    fire = async (firing) => {
      attempts.push(firing.scheduledAt);
      if (attempts.length < 4) throw new Error('busy');
      fired.push(firing);
    };
    await serve().put({ ...hourly, expression: 'cron(0 13 * * ? *)' });

    // 1, 2 and 4 s later.
    await time.pass(3606.9);
    expect(attempts).toHaveLength(3);
    await time.pass(0.1);
    expect(slots()).toEqual(['13:00:00']);
    expect(errors).toHaveLength(3);
  });

  test('a firing that nobody takes for an hour is given up; the next slot fires', async () => {
    let isBroken = true;
    fire = async (firing) => {
      if (isBroken) throw new Error('broken');
      fired.push(firing);
    };
    await serve().put({ ...hourly, expression: 'cron(0 13 * * ? *)' });
    await time.pass(2 * 3600 + 120);
    isBroken = false;
    await time.pass(24 * 3600);

    expect(fired.map((firing) => firing.scheduledAt)).toEqual(['2026-11-26T13:00:00.000Z']);
  });

  test('one that never fires again is kept and harmless', async () => {
    const schedules = serve();
    await schedules.put({ ...hourly, expression: 'at(2026-11-25T12:30:00)' });
    await time.pass(24 * 3600);

    expect(slots()).toEqual(['12:30:00']);
    expect(await schedules.list('')).toHaveLength(1);
  });
});
