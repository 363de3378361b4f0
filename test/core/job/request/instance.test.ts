import { allowedInstanceTypes, chooseInstanceType } from '../../../../core/job/request/instance.ts';

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
