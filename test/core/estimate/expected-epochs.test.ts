import { expectedEpochs } from '../../../core/estimate/expected-epochs.ts';

const run = (planned: number, patience: number, epochs: number) => ({
  planned,
  patience,
  run: epochs,
});

describe('expectedEpochs', () => {
  it.each([
    ['without patience: all', 10, 0, 10],
    ['the default of the small classifier', 10, 5, 10],
    ['three times as many epochs', 30, 5, 20],
    ['a patience of a third', 30, 10, 25],
    ['more patience than epochs', 5, 9, 5],
    ['one epoch', 1, 3, 1],
    ['an impatient one', 100, 1, 51],
  ])('%s', (_what, planned, patience, epochs) => {
    expect(expectedEpochs({ planned, patience })).toMatchObject({ epochs, factor: 1, jobs: 0 });
  });

  it('moves towards what finished trainings ran, the more the more there are', () => {
    const of = (jobs: number) =>
      expectedEpochs(
        { planned: 100, patience: 5 },
        Array.from({ length: jobs }, () => run(100, 5, 20)),
      ).epochs;

    expect([0, 1, 3, 20].map(of)).toEqual([55, 33, 26, 21]);
  });

  it('rises where trainings run longer than the prior says, up to all', () => {
    const observed = [run(100, 5, 100), run(100, 5, 100), run(50, 5, 50)];

    expect(expectedEpochs({ planned: 100, patience: 5 }, observed).epochs).toBeGreaterThan(85);
    expect(expectedEpochs({ planned: 10, patience: 5 }, observed).epochs).toBe(10);
  });

  it('never expects less than what patience needs to run out', () => {
    const observed = Array.from({ length: 50 }, () => run(100, 2, 3));

    expect(expectedEpochs({ planned: 100, patience: 8 }, observed).epochs).toBe(9);
  });

  it('is not moved by one odd training among others, nor by those that could not end early', () => {
    const usual = [run(100, 5, 55), run(100, 5, 55), run(100, 5, 55)];

    expect(expectedEpochs({ planned: 100, patience: 5 }, [...usual, run(100, 5, 6)]).epochs).toBe(
      55,
    );
    expect(expectedEpochs({ planned: 100, patience: 5 }, [run(100, 0, 100)]).jobs).toBe(0);
  });

  it('says how far the epochs may be from them, more surely with each training', () => {
    const plan = { planned: 100, patience: 10 };
    const alike = Array.from({ length: 12 }, () => ({ ...plan, run: 40 }));

    const [nobody, some] = [expectedEpochs(plan), expectedEpochs(plan, alike)];

    expect(nobody.spread).toEqual({ logSd: 0.45, most: 100 / 60 });
    expect(some.spread?.logSd).toBeCloseTo(0.45 / 2, 5);
    expect(some.spread?.most).toBeCloseTo(100 / some.epochs, 5);
    expect(expectedEpochs({ planned: 100, patience: 0 }).spread).toBeUndefined();
  });
});
