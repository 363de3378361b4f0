import fc from 'fast-check';
import { takeToken } from '../../../core/access/rate-limit.ts';
import type { Bucket } from '../../../core/access/rate-limit.ts';
import { AppUnderTest } from '../api/app-under-test.ts';

describe('a token bucket', () => {
  const pass = (times: readonly number[], perSecond: number): boolean[] => {
    let bucket: Bucket | undefined;
    return times.map((at) => {
      const taken = takeToken(bucket, perSecond, at);
      bucket = taken.bucket;
      return taken.isAllowed;
    });
  };

  test('lets a second’s worth through at once, then one for each that refills', () => {
    expect(pass([0, 0, 0, 499, 500, 501, 1000], 2)).toEqual([
      true,
      true,
      false,
      false,
      true,
      false,
      true,
    ]);
  });

  test('a refused request costs nothing, and a clock that goes back takes nothing', () => {
    expect(pass([1000, 1000, 1000, 1000, 1500], 2)).toEqual([true, true, false, false, true]);
    expect(pass([1000, 0, 0], 2)).toEqual([true, true, false]);
  });

  test('never lets more through in any second than twice its rate', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.array(fc.nat(3000), { maxLength: 200 }),
        (rate, times) => {
          const sorted = times.toSorted((a, b) => a - b);
          const passed = pass(sorted, rate);
          for (const start of sorted) {
            const inSecond = sorted.filter(
              (at, i) => passed[i] && at >= start && at < start + 1000,
            );
            expect(inSecond.length).toBeLessThanOrEqual(2 * rate);
          }
        },
      ),
    );
  });
});

describe('over HTTP', () => {
  const lab = new AppUnderTest({ requestsPerSecond: 15 });
  let now = Date.parse('2026-01-01T00:00:00Z');
  beforeAll(async () => {
    lab.deps.now = () => new Date(now).toISOString();
    await lab.open();
    now += 1000;
  });
  afterAll(() => lab.close());

  test('the sixteenth request of a second is throttled in Clarifai’s words; another user’s is not', async () => {
    const answers = [];
    for (let each = 0; each < 16; each += 1) answers.push(await lab.send('GET', '/v2/users/me'));

    expect(answers.map(({ status }) => status)).toEqual([...Array<number>(15).fill(200), 429]);
    expect(answers[15]?.body.status).toMatchObject({
      code: 11005,
      description: 'Making too many requests',
      details: 'exceeded limit of 15 requests per second',
    });
    const stranger = await lab.keyOf('stranger');
    expect((await lab.send('GET', '/v2/users/me', undefined, stranger)).status).toBe(200);
    now += 100;
    expect((await lab.send('GET', '/v2/users/me')).status).toBe(200);
  });

  test('what comes below /v1 counts as well', async () => {
    now += 1000;
    const answers = [];
    for (let each = 0; each < 16; each += 1) answers.push(await lab.send('GET', '/v1/models'));

    expect(answers[14]?.status).toBe(200);
    expect(answers[15]).toMatchObject({
      status: 429,
      body: {
        error: { code: 'rate_limit_exceeded', message: 'exceeded limit of 15 requests per second' },
      },
    });
  });
});
