import { readTrainingVpc } from '../../../lambda/jobs/training-vpc.ts';

test('none', () => {
  expect(readTrainingVpc('none')).toBeUndefined();
});

test('subnets and security groups', () => {
  const vpc = { subnetIds: ['subnet-1'], securityGroupIds: ['sg-1'] };

  expect(readTrainingVpc(JSON.stringify(vpc))).toEqual(vpc);
});
