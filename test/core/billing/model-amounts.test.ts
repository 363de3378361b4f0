import { modelAmounts } from '../../../core/billing/model-amounts.ts';
import { keys } from '../../../core/records/keys.ts';
import { Account } from '../../lambda/account.ts';

const account = new Account({ runsWorkflow: false });
const { table } = account.host('api');
afterAll(() => account.close());

async function charge(period: string, job: string, modelId: string, amountMicros: number) {
  const data = { appId: 'lab', modelId, period, amountMicros };
  await table.write([{ put: { ...keys.usage('ann', period, job), data } }]);
}

const of = async (month: string) => {
  const amountOf = await modelAmounts('ann', { table, now: () => `${month}-15T00:00:00.000Z` });
  return ['reader', 'eye'].map((id) => amountOf('lab', id));
};
const through = async () => (await table.get(keys.usageSums('ann')))?.data['through'];

test('what was charged of each model is summed up; months that are over are kept as sums', async () => {
  expect(await of('2026-11')).toEqual([
    { amountMicros: 0, jobs: 0 },
    { amountMicros: 0, jobs: 0 },
  ]);
  expect(await through()).toBeUndefined();

  await charge('2025-12', 'j0', 'reader', 1);
  await charge('2026-09', 'j1', 'reader', 10);
  await charge('2026-10', 'j2', 'reader', 100);
  await charge('2026-11', 'j3', 'eye', 1_000);
  const expected = [
    { amountMicros: 111, jobs: 3 },
    { amountMicros: 1_000, jobs: 1 },
  ];
  expect([await of('2026-11'), await of('2026-11')]).toEqual([expected, expected]);
  expect(await through()).toBe('2026-09');
  // A job of the month before may end in this one: nothing of it is closed.
  await charge('2026-10', 'j4', 'eye', 5);
  expect((await of('2026-11'))[1]).toEqual({ amountMicros: 1_005, jobs: 2 });

  await charge('2027-01', 'j5', 'eye', 20);
  expect(await of('2027-01')).toEqual([
    { amountMicros: 111, jobs: 3 },
    { amountMicros: 1_025, jobs: 3 },
  ]);
  expect(await through()).toBe('2026-11');
});

test('a sum that is kept is not made of records again', async () => {
  await table.write([{ delete: keys.usage('ann', '2026-09', 'j1') }]);
  expect((await of('2027-01'))[0]).toEqual({ amountMicros: 111, jobs: 3 });
});

test('the month of a hold that an operator has not ended yet stays open', async () => {
  const hold = { versionId: 'j6', period: '2027-01' };
  await table.write([{ put: { ...keys.hold('ann', 'j6'), data: hold } }]);
  expect((await of('2027-06'))[1]).toEqual({ amountMicros: 1_025, jobs: 3 });
  expect(await through()).toBe('2026-12');

  await charge('2027-01', 'j6', 'eye', 7);
  await table.write([{ delete: keys.hold('ann', 'j6') }]);
  expect((await of('2027-06'))[1]).toEqual({ amountMicros: 1_032, jobs: 4 });
});
