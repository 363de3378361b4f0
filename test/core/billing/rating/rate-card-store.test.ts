import {
  listCards,
  putCard,
  rateCardOf,
  withdrawCard,
} from '../../../../core/billing/rating/rate-card-store.ts';
import { rateFor } from '../../../../core/billing/rating/rate-for.ts';
import { Account } from '../../../lambda/account.ts';

/** Cards of an account whose configuration says $4.00 an hour; a second passes at each write. */
describe('the rate card in force', () => {
  let account: Account;
  let deps: Parameters<typeof putCard>[2];
  let seconds = 0;
  const terms = { freeSecondsPerMonth: 0, minimumMicrosPerJob: 0 };
  const at = (second: number) => `2026-11-01T00:00:${String(second).padStart(2, '0')}.000Z`;

  beforeEach(() => {
    account = new Account({ runsWorkflow: false });
    const { table, settings, sha256 } = account.host('billing');
    seconds = 0;
    deps = { table, settings, sha256, now: () => at((seconds += 1)) };
  });
  afterEach(() => account.close());

  const rateNow = async (userId: string, when?: string) =>
    (await rateCardOf(userId, deps, when)).microsPerHour;

  test("is the configuration's where none was stored, of the same version every time", async () => {
    const card = await rateCardOf('alice', deps);

    expect(card).toMatchObject({ ...terms, microsPerHour: 4_000_000 });
    expect(card.version).toMatch(/^[0-9a-f]{16}$/);
    expect(await rateCardOf('bob', deps)).toEqual(card);
  });

  test("is a tenant's own before the account's, and each as it was at an earlier instant", async () => {
    await putCard({ level: 'account' }, { ...terms, microsPerHour: 5_000_000 }, deps);
    await putCard({ userId: 'alice' }, { ...terms, microsPerHour: 3_000_000 }, deps);
    await putCard({ userId: 'alice' }, { ...terms, microsPerHour: 2_000_000 }, deps);

    expect(await rateNow('alice')).toBe(2_000_000);
    expect(await rateNow('bob')).toBe(5_000_000);
    expect(await rateNow('alice', at(0))).toBe(4_000_000);
    expect(await rateNow('alice', at(1))).toBe(5_000_000);
    expect(await rateNow('alice', at(2))).toBe(3_000_000);
    expect(await rateNow('alice', at(3))).toBe(2_000_000);
  });

  test('is the one that was put last, also within a millisecond and by a clock that is behind', async () => {
    const clocks = [5, 5, 2, 2];
    const slow = { ...deps, now: () => at(clocks.shift() ?? 2) };
    for (const microsPerHour of [5_000_000, 1_000_000, 3_000_000])
      await putCard({ userId: 'alice' }, { ...terms, microsPerHour }, slow);
    expect(await rateNow('alice')).toBe(3_000_000);

    await withdrawCard({ userId: 'alice' }, slow);
    expect(await rateNow('alice')).toBe(4_000_000);
  });

  test('is never changed: terms that are in force already make no second one', async () => {
    const owner = { userId: 'alice' };
    const first = await putCard(owner, { ...terms, microsPerHour: 3_000_000 }, deps);
    const again = await putCard(owner, { ...terms, microsPerHour: 3_000_000 }, deps);
    const other = await putCard(owner, { ...terms, microsPerHour: 3_500_000 }, deps);

    expect(again).toEqual(first);
    expect(other.version).not.toBe(first.version);
    expect(await listCards(owner, deps.table)).toEqual([first, other]);
  });

  test("is the account's again once the tenant's own is withdrawn; what was stays readable", async () => {
    const owner = { userId: 'alice' };
    const own = await putCard(owner, { ...terms, microsPerHour: 3_000_000 }, deps);

    expect(await withdrawCard(owner, deps)).toBe(true);
    expect(await withdrawCard(owner, deps)).toBe(false);
    expect(await rateNow('alice')).toBe(4_000_000);
    expect(await rateNow('alice', at(1))).toBe(3_000_000);
    expect(await listCards(owner, deps.table)).toEqual([own]);
  });

  test('says what a job on an instance type is charged by', async () => {
    const ratesMicrosPerHour = { 'ml.g5.2xlarge': 7_000_000 };
    const own = { microsPerHour: 3_000_000, ratesMicrosPerHour, ...terms };
    const card = await putCard({ userId: 'alice' }, { ...own, minimumMicrosPerJob: 20_000 }, deps);

    expect(await rateFor('ml.g5.2xlarge', 'alice', deps)).toEqual({
      microsPerHour: 7_000_000,
      minimumMicrosPerJob: 20_000,
      priceListVersion: card.version,
    });
    expect((await rateFor('ml.g5.xlarge', 'bob', deps)).microsPerHour).toBe(4_000_000);
  });
});
