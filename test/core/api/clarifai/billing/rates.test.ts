import { Lab } from '../../lab.ts';

/** A tenant with a card of his own, at whose rate and minimum he trains. */
describe("a tenant's rate card", () => {
  let lab: Lab;
  let operator: string;

  beforeAll(async () => {
    lab = await Lab.open();
    operator = await lab.operatorKeyOf('alice');
    await lab.addTexts('things', 6);
    await lab.must('POST', '/models', { models: [{ id: 'm', model_type_id: 'text-classifier' }] });
  }, 60_000);
  afterAll(() => lab.close());

  const put = (card: object) =>
    lab.send('PUT', '/v2/users/tester/billing/rate_cards', { rate_card: card }, operator);

  test('prices what is quoted from then on: price, maximum, hold and bill have its minimum', async () => {
    const card = { level: 'tenant', microsPerHour: 2_000_000, minimumMicrosPerJob: 500_000 };
    expect((await put(card)).status).toBe(200);
    await lab.train('m');
    const { usage_records: records } = await lab.must('GET', '/v2/users/me/billing/usage');

    expect(records).toMatchObject([
      {
        microsPerHour: 2_000_000,
        minimumMicrosPerJob: 500_000,
        quotedMicros: 500_000,
        amountMicros: 500_000,
      },
    ]);
    expect(records[0].maxAmountMicros).toBeGreaterThanOrEqual(500_000);
    expect(records[0].billableSeconds).toBeLessThan(900);
  }, 60_000);

  test('names its version in the quote', async () => {
    const { current } = await lab.must('GET', '/v2/users/me/billing/rate_cards');
    const { quotes } = await lab.must('GET', '/models/m/quotes');

    expect(quotes[0]).toMatchObject({
      priceListVersion: current.version,
      microsPerHour: 2_000_000,
      minimumMicrosPerJob: 500_000,
      priceMicros: 500_000,
    });
  });
});
