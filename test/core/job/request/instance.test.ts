import {
  allowedInstanceTypes,
  chooseInstanceType,
  rateOf,
} from '../../../../core/job/request/instance.ts';

const account = {
  instanceType: 'ml.g5.xlarge',
  allowedInstanceTypes: ['ml.g5.xlarge', 'ml.g5.2xlarge', 'ml.g6.xlarge'],
  microsPerHour: 4_000_000,
};
const laptop = { instanceType: 'local.cpu', microsPerHour: 4_000_000 };

describe('the instance type of a training', () => {
  test.each([
    ['', account, 'ml.g5.xlarge'],
    ['ml.g6.xlarge', account, 'ml.g6.xlarge'],
    ['', laptop, 'local.cpu'],
    ['local.cpu', laptop, 'local.cpu'],
  ])('asked for "%s"', (asked, settings, expected) => {
    expect(chooseInstanceType(asked, settings)).toBe(expected);
  });

  test.each([
    [
      'ml.g5.4xlarge',
      account,
      'instance_type: "ml.g5.4xlarge" is not allowed here. Allowed: ml.g5.xlarge, ml.g5.2xlarge, ml.g6.xlarge',
    ],
    [
      'ml.g5.12xlarge',
      account,
      /^instance_type: "ml\.g5\.12xlarge" has 4 GPUs and a training uses one.*Allowed: ml\.g5\.xlarge/,
    ],
    ['g5.xlarge', account, 'instance_type: "g5.xlarge" is not known here. Allowed: ml.g5.xlarge'],
    ['ml.g5.xlarge', laptop, '"ml.g5.xlarge" is not allowed here. Allowed: local.cpu'],
  ])('%s is refused, with those that are allowed', (asked, settings, message) => {
    const refused = () => chooseInstanceType(asked, settings);

    expect(refused).toThrow(expect.objectContaining({ code: 'hyperparameter-invalid' }));
    expect(refused).toThrow(message);
  });

  test('the default comes first, whatever the list says', () => {
    expect(allowedInstanceTypes({ ...account, instanceType: 'ml.g6.xlarge' })).toEqual([
      'ml.g6.xlarge',
      'ml.g5.xlarge',
      'ml.g5.2xlarge',
    ]);
  });
});

describe('the rate of an instance type', () => {
  test.each([
    ['the default is charged the account’s rate', 'ml.g5.xlarge', 4_000_000],
    // 4.00 x 1.515 / 1.408 = 4.3040 dollars.
    ['another one by the ratio of list prices, in whole cents', 'ml.g5.2xlarge', 4_300_000],
    // 4.00 x 1.127 / 1.408 = 3.2017 dollars.
    ['a cheaper one too', 'ml.g6.xlarge', 3_200_000],
  ])('%s', (_, name, micros) => {
    expect(rateOf(name, account).microsPerHour).toBe(micros);
  });

  test('is explained where it was worked out, and only there', () => {
    expect(rateOf('ml.g5.2xlarge', account).derivation).toBe(
      'Rate of ml.g5.2xlarge: $4.00 x $1.515 / $1.408 (list prices of ml.g5.2xlarge and ml.g5.xlarge), in whole cents = $4.30 per hour',
    );
    expect(rateOf('ml.g5.xlarge', account).derivation).toBeUndefined();
  });

  test('a configured one wins, and needs no explanation', () => {
    const settings = { ...account, ratesMicrosPerHour: { 'ml.g5.2xlarge': 6_500_000 } };

    expect(rateOf('ml.g5.2xlarge', settings)).toEqual({ microsPerHour: 6_500_000 });
    expect(rateOf('ml.g6.xlarge', settings).microsPerHour).toBe(3_200_000);
  });

  test.each([
    // 2.03 / 1.408 of them are 101.5 and 304.5 cents.
    [704_000, 1_020_000],
    [2_112_000, 3_040_000],
  ])('half a cent goes to the even one: %d', (microsPerHour, expected) => {
    expect(rateOf('ml.g5.4xlarge', { ...account, microsPerHour }).microsPerHour).toBe(expected);
  });

  test('the laptop has one rate', () => {
    expect(rateOf('local.cpu', laptop)).toEqual({ microsPerHour: 4_000_000 });
  });
});
