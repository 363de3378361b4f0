import fc from 'fast-check';
import { assertHistories } from './histories.ts';
import { assertCounters, assertLedgers, booksOf, jobsIn } from './money-books.ts';
import { MoneyModel } from './money-model.ts';
import type { Step } from './money-world.ts';
import { MoneyWorld, jobCount } from './money-world.ts';

const job = fc.nat({ max: jobCount - 1 });
/** Few amounts, so that they often come to exactly a limit. */
const micros = fc.constantFrom(0, 1, 100, 250, 251, 500, 700);
const limit = fc.constantFrom(0, 250, 351, 500, 750, 1_000, 2_000);
const crash = fc.option(
  fc.record({ write: fc.nat({ max: 1 }), when: fc.constantFrom('before' as const, 'after') }),
  { nil: undefined, freq: 2 },
);

/** One thing that is done to a job, or to a budget; as often as it stands here. */
const step: fc.Arbitrary<Step> = fc.oneof(
  ...Array.from({ length: 4 }, () =>
    fc.record({ what: fc.constant('reserve' as const), job, micros }),
  ),
  ...Array.from({ length: 3 }, () =>
    fc.record({ what: fc.constant('settle' as const), job, micros }),
  ),
  fc.record({ what: fc.constant('void' as const), job }),
  fc.record({
    what: fc.constant('limit' as const),
    ...{ job, level: fc.nat({ max: 3 }) },
    ...{ per: fc.constantFrom('month' as const, 'day'), micros: limit },
    atLimit: fc.constantFrom('stop' as const, 'stop', 'notify'),
  }),
  fc.record({ what: fc.constant('pass' as const), hours: fc.nat({ max: 40 }) }),
);

async function assertSame(world: MoneyWorld, model: MoneyModel): Promise<void> {
  const books = await booksOf(world);
  assertLedgers(books);
  await assertCounters(world, books);
  expect(jobsIn(books)).toEqual(model.said());
}

test('whoever dies at whatever write, or is sent twice, loses and doubles nothing', async () => {
  const disturbed = fc.record({ step, crash, isDoubled: fc.boolean() });
  await assertHistories(
    fc.asyncProperty(fc.array(disturbed, { maxLength: 14, size: 'max' }), async (history) => {
      const [world, model] = [new MoneyWorld(), new MoneyModel()];
      for (const { step, crash, isDoubled } of history) {
        // Time passes once.
        const times = isDoubled && step.what !== 'pass' ? 2 : 1;
        await world.untilDone(step, crash);
        if (times === 2) await world.untilDone(step);
        model.do(step);
        if (times === 2) model.do(step);
      }
      await assertSame(world, model);
      await world.endAll();
      expect((await booksOf(world)).holds).toEqual([]);
    }),
  );
});

test('however the steps of several interleave, it is as if they had come one after the other', async () => {
  const batches = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { maxLength: 4 });
  const choices = fc.array(fc.nat({ max: 11 }), { maxLength: 120, size: 'max' });
  await assertHistories(
    fc.asyncProperty(batches, choices, async (history, order) => {
      const world = new MoneyWorld();
      let possible = [new MoneyModel()];
      for (const batch of history) {
        await world.atOnce(batch, order);
        const books = await booksOf(world);
        assertLedgers(books);
        await assertCounters(world, books);
        const found = JSON.stringify(jobsIn(books));
        possible = ordersOf(batch)
          .flatMap((order) => possible.map((before) => before.after(order)))
          .filter((model) => JSON.stringify(model.said()) === found);
        expect(possible.length).toBeGreaterThan(0);
        possible = [...new Map(possible.map((model) => [model.state(), model])).values()];
      }
    }),
  );
});

/** All the orders in which they can come. */
function ordersOf<T>(items: readonly T[]): T[][] {
  if (items.length < 2) return [[...items]];
  return items.flatMap((first, index) =>
    ordersOf(items.filter((_, other) => other !== index)).map((rest) => [first, ...rest]),
  );
}
