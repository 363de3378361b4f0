import { synthesize } from '../synthesized.ts';
import { actionsOf, allStatements } from './statements.ts';

const { service } = synthesize();

test('what serves budgets stops jobs and starts workflows, and starts no training job', () => {
  const allowed = allStatements(service)
    .filter(({ of, Effect }) => of.startsWith('ApiFunctionsBillingRole') && Effect === 'Allow')
    .flatMap(actionsOf)
    .filter((action) => /sagemaker|states|s3/.test(action));

  expect([...new Set(allowed)].sort()).toEqual([
    's3:GetObject',
    's3:GetObjectTagging',
    's3:ListBucket',
    'sagemaker:DescribeTrainingJob',
    'sagemaker:ListTags',
    'sagemaker:StopTrainingJob',
    'states:DescribeExecution',
    'states:StartExecution',
  ]);
});
