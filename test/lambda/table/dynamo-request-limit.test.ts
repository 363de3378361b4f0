import { DynamoRequestLimit } from '../../../lambda/table/dynamo-request-limit.ts';
import { fakeClients } from '../../wire/clients.ts';
import { FakeAws } from '../../wire/fake-aws.ts';
import type { Fault } from '../../wire/protocol/faults.ts';

const second = Date.parse('2026-01-01T00:00:00Z');

function limits(count: number, faults: Fault[] = []): DynamoRequestLimit[] {
  const aws = new FakeAws({ now: Date.now, decide: () => faults.shift() });
  const { dynamodb: client } = fakeClients(aws);
  return Array.from(
    { length: count },
    () => new DynamoRequestLimit({ client, tableName: 'records', perSecond: 3 }),
  );
}

test('what several functions let through together is the limit, and a user’s own', async () => {
  const functions = limits(4);
  const asked = await Promise.allSettled(
    [...functions, ...functions].map((each, index) => each.take('ada', second + index)),
  );

  expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(asked.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { code: 'throttled', message: 'exceeded limit of 3 requests per second' },
  });
  await expect(functions[0]?.take('bob', second)).resolves.toBeUndefined();
});

test('an answer that is lost costs its user one more request of that second', async () => {
  const [limit] = limits(1, ['committed-reply-lost']);
  for (const at of [0, 1]) await limit?.take('ada', second + at);

  await expect(limit?.take('ada', second + 2)).rejects.toMatchObject({ code: 'throttled' });
});

test.each<Fault>(['throttle', 'server-error', 'timeout-before'])(
  '%s: it is asked again',
  async (fault) => {
    const [limit] = limits(1, [fault]);
    for (const at of [0, 1, 2]) await limit?.take('ada', second + at);

    await expect(limit?.take('ada', second + 3)).rejects.toMatchObject({ code: 'throttled' });
  },
);

test('the next second begins anew', async () => {
  const [limit] = limits(1);
  for (const at of [0, 1, 2]) await limit?.take('ada', second + at);

  await expect(limit?.take('ada', second + 999)).rejects.toMatchObject({ code: 'throttled' });
  await expect(limit?.take('ada', second + 1000)).resolves.toBeUndefined();
});
