import { synthesize } from '../synthesized.ts';
import { actionsOf, allStatements } from './statements.ts';

const { service } = synthesize();
const allowed = allStatements(service).filter(
  ({ of, Effect }) => of.startsWith('ApiFunctionsEstimatorRole') && Effect === 'Allow',
);

test('what estimates and quotes reads data and starts nothing', () => {
  const actions = allowed.flatMap(actionsOf).filter((a) => /sagemaker|states|s3|events/.test(a));

  expect([...new Set(actions)].sort()).toEqual([
    's3:GetObject',
    's3:GetObjectTagging',
    's3:ListBucket',
  ]);
});

test('it writes counts of requests, quotes and what signs them, and nothing else', () => {
  const actions = new Set(allowed.flatMap(actionsOf).filter((a) => a.startsWith('dynamodb:')));
  const writes = allowed.filter((s) =>
    actionsOf(s).some((a) => a.startsWith('dynamodb:') && !/:(GetItem|Query)$/.test(a)),
  );

  expect([...actions].sort()).toEqual([
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:Query',
    'dynamodb:UpdateItem',
  ]);
  const written = writes.map(({ Condition }) => {
    const condition = Condition as Record<string, Record<string, unknown>>;
    return condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'];
  });
  expect(written).toEqual([
    ['user#*#requests'],
    ['user#*#app#*#quotes', 'user#*#app#*#quote-groups', 'user#*#quote-secret'],
  ]);
});
