import { ofType, resourcesOf, synthesize } from '../synthesized.ts';

const { service } = synthesize();

test('invoices are issued on the third at six, and a run that failed is kept', () => {
  const rule = ofType(service, 'AWS::Events::Rule').find(
    ({ Properties }) => Properties['ScheduleExpression'] === 'cron(0 6 3 * ? *)',
  );

  expect(rule?.Properties).toMatchObject({
    State: 'ENABLED',
    Targets: [
      {
        Arn: { Ref: expect.stringMatching(/^InvoicingIssueInvoicesLive/) },
        DeadLetterConfig: { Arn: expect.anything() },
        RetryPolicy: { MaximumRetryAttempts: 2 },
      },
    ],
  });
});

test('who issues writes invoices and the ledger, reads the rest, and deletes nothing', () => {
  const [, policy] = Object.entries(resourcesOf(service)).find(([id]) =>
    /^InvoicingIssueInvoicesRoleDefaultPolicy/.test(id),
  )!;
  const { Statement } = policy.Properties['PolicyDocument'] as {
    Statement: { Effect: string; Action: string | string[]; Condition?: object }[];
  };
  const allowing = (action: string) =>
    Statement.filter(
      ({ Effect, Action }) => Effect === 'Allow' && [Action].flat().includes(action),
    );

  expect(allowing('dynamodb:DeleteItem')).toEqual([]);
  for (const action of ['dynamodb:PutItem', 'dynamodb:UpdateItem'])
    expect(allowing(action).map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringLike': {
          'dynamodb:LeadingKeys': [
            ...['user#*#invoices', 'user#*#invoice-lines', 'user#*#invoice-book'],
            ...['user#*#ledger', 'user#*#ledger-head', 'user#*#ledger-ids'],
          ],
        },
        Null: { 'dynamodb:LeadingKeys': 'false' },
      },
    ]);
});
