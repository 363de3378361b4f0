import { authenticate } from '../../../core/access/authenticate.ts';
import { contextOf, identityFrom } from '../../../lambda/api/authorizer-context.ts';
import { createFirstKey } from '../../../lambda/api/first-key.ts';
import { fakeClients } from '../../wire/clients.ts';
import { Account } from '../account.ts';

test('the authorizer knows the key that the operator made', async () => {
  const account = new Account({ runsWorkflow: false });
  const key = await createFirstKey(
    { tableName: 'records', userId: 'alice' },
    fakeClients(account.aws),
  );

  expect(key).toMatch(/^dt_[0-9a-f]{64}$/);
  await expect(authenticate(`Key ${key}`, account.host('authorizer'))).resolves.toEqual({
    userId: 'alice',
    scopes: ['All'],
  });
  await account.close();
});

test("an operator's key is one for the functions behind the authorizer too", async () => {
  const account = new Account({ runsWorkflow: false });
  const key = await createFirstKey(
    { tableName: 'records', userId: 'alice', isOperator: true },
    fakeClients(account.aws),
  );
  const identity = await authenticate(`Key ${key}`, account.host('authorizer'));

  expect(identityFrom(contextOf(identity))).toEqual({
    userId: 'alice',
    scopes: ['All'],
    isOperator: true,
  });
  await account.close();
});
