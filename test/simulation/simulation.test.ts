import { foundSeeds } from './found-seeds.ts';
import { planted } from './planted.ts';
import { sweepAt } from './sweep.ts';
import { runSeed } from './world.ts';

/** How many worlds each run of the tests goes through; `npm run test:simulation` has more. */
const seeds = Array.from(
  { length: Number(process.env['DEEPTUNE_SIMULATED_SEEDS'] ?? 3) },
  (_, n) => n + 1,
);

// Under load a world takes ten times as long.
jest.setTimeout(240_000);

test('the same seed gives the same world, to the byte', async () => {
  const [once, again] = [
    await runSeed({ seed: 11, jobs: 4 }),
    await runSeed({ seed: 11, jobs: 4 }),
  ];

  expect(again.digest).toBe(once.digest);
  expect(once.lines).toBeGreaterThan(500);
  expect((await runSeed({ seed: 12, jobs: 4 })).digest).not.toBe(once.digest);
});

test.each(seeds)('seed %i: whatever goes wrong, every invariant holds', async (seed) => {
  const { violations, jobs, faults } = await runSeed({ seed });

  expect(violations).toEqual([]);
  expect(jobs).toBeGreaterThanOrEqual(20);
  expect(faults.total).toBeGreaterThanOrEqual(10);
});

if (foundSeeds.length > 0)
  test.each(foundSeeds)('seed %i, which once found: %s', async (seed) => {
    expect((await runSeed({ seed })).violations).toEqual([]);
  });

// A process that died after the training job was there once threw its work away.
test.each([1, 3, 5, 7])('a Train that dies after its call %i is only repeated', async (call) => {
  expect(await sweepAt(call, 'crash-after', 'train')).toEqual([]);
});

describe('a fault that is planted', () => {
  test.each(planted.map((each) => [each.what, each] as const))('%s: is found', async (_, each) => {
    const { foundBy, plant } = each;

    const small = { seed: 21, jobs: 6, faults: false, quietWithin: 3_600_000 };
    const { violations } = await runSeed({ ...small, plant });

    expect(violations.join('\n')).toMatch(foundBy);
  });
});
