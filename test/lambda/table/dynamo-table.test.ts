import { DynamoTable } from '../../../lambda/table/dynamo-table.ts';
import { describeTable } from '../../contract/table.contract.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';

describeTable('DynamoTable', async () => ({
  port: new DynamoTable({ client: fakeClients(new FakeAws()).dynamodb, tableName: 'deeptune' }),
}));
