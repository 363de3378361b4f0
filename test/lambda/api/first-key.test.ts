import { authenticate } from '../../../core/access/authenticate.ts';
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
