import { hourlyRateOf } from '../../../../core/billing/rating/rate-of.ts';

const account = { microsPerHour: 4_000_000 };

describe('the rate of an instance type', () => {
  test.each([
    ['the default is charged the account’s rate', 'ml.g5.xlarge', 4_000_000],
    // 4.00 x 1.515 / 1.408 = 4.3040 dollars.
    ['another one by the ratio of list prices, in whole cents', 'ml.g5.2xlarge', 4_300_000],
    // 4.00 x 1.127 / 1.408 = 3.2017 dollars.
    ['a cheaper one too', 'ml.g6.xlarge', 3_200_000],
  ])('%s', (_, name, micros) => {
    expect(hourlyRateOf(name, account, 'ml.g5.xlarge').microsPerHour).toBe(micros);
  });

  test('is explained where it was worked out, and only there', () => {
    expect(hourlyRateOf('ml.g5.2xlarge', account, 'ml.g5.xlarge').derivation).toBe(
      'Rate of ml.g5.2xlarge: $4.00 x $1.515 / $1.408 (list prices of ml.g5.2xlarge and ml.g5.xlarge), in whole cents = $4.30 per hour',
    );
    expect(hourlyRateOf('ml.g5.xlarge', account, 'ml.g5.xlarge').derivation).toBeUndefined();
  });

  test('a configured one wins, and needs no explanation', () => {
    const rates = { ...account, ratesMicrosPerHour: { 'ml.g5.2xlarge': 6_500_000 } };

    expect(hourlyRateOf('ml.g5.2xlarge', rates, 'ml.g5.xlarge')).toEqual({
      microsPerHour: 6_500_000,
    });
    expect(hourlyRateOf('ml.g6.xlarge', rates, 'ml.g5.xlarge').microsPerHour).toBe(3_200_000);
  });

  test.each([
    // 2.03 / 1.408 of them are 101.5 and 304.5 cents.
    [704_000, 1_020_000],
    [2_112_000, 3_040_000],
  ])('half a cent goes to the even one: %d', (microsPerHour, expected) => {
    expect(hourlyRateOf('ml.g5.4xlarge', { microsPerHour }, 'ml.g5.xlarge').microsPerHour).toBe(
      expected,
    );
  });

  test('the laptop has one rate', () => {
    expect(hourlyRateOf('local.cpu', account, 'local.cpu')).toEqual({ microsPerHour: 4_000_000 });
  });
});
