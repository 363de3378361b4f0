import { listDeliveries } from '../../../core/notification/delivery-store.ts';
import type { Delivery } from '../../../core/notification/delivery.ts';
import { createNotification } from '../../../core/notification/notification-store.ts';
import type { JsonObject } from '../../../core/json.ts';
import { keys } from '../../../core/records/keys.ts';
import { AwsHost } from '../../../lambda/compose.ts';
import { handler as deliver } from '../../../lambda/handlers/deliver.ts';
import { handler as notify } from '../../../lambda/handlers/notify.ts';
import { handler as reconcile } from '../../../lambda/handlers/reconcile.ts';
import { eventSource } from '../../../lambda/events/eventbridge-events.ts';
import { taskSource } from '../../../lambda/environment.ts';
import type { FakeEvent } from '../../wire/eventbridge.ts';
import { listen } from '../../wire/protocol/endpoint.ts';
import { Account, scope, variables } from '../account.ts';

jest.setTimeout(30_000);

const { userId } = scope;
const ada = 'ada@example.com';

/** The functions as they are deployed, on a wire-level account, and the bus between them. */
describe('a notification on AWS', () => {
  const account = new Account({ runsWorkflow: false });
  const before = process.env;
  let endpoint: { url: string; close(): Promise<void> };
  let host: AwsHost;

  beforeAll(async () => {
    endpoint = await listen(account.aws);
    process.env = {
      ...before,
      ...variables,
      AWS_ENDPOINT_URL: endpoint.url,
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'not-a-secret',
    };
    account.deliversTasks = false;
    host = new AwsHost('api', process.env);
    const at = host.now();
    const base = { id: 'mail', userId, description: '', events: [], appIds: [], isActive: true };
    const subscription = await host.notifier.subscribe(ada);
    const times = { createdAt: at, updatedAt: at };
    await createNotification(
      host.table,
      { ...base, ...times, kind: 'email', address: ada, subscription },
      host.sha256(ada),
    );
  });

  afterAll(async () => {
    process.env = before;
    await endpoint.close();
    await account.close();
  });

  const asEvent = ({ DetailType, Detail }: FakeEvent) => ({
    'detail-type': DetailType,
    detail: JSON.parse(Detail) as JsonObject,
  });
  const of = (source: string) =>
    account.aws.eventbridge.events.filter(({ Source }) => Source === source);
  const only = async (): Promise<Delivery> => {
    const [first] = await listDeliveries(host.table, { userId, notificationId: 'mail' });
    return first!;
  };
  /** As its time comes. */
  async function isDueNow(): Promise<void> {
    const delivery = await only();
    const key = keys.delivery(userId, 'mail', delivery.id);
    const index = { pk: keys.pendingDeliveries(), sk: `${host.now()}#${delivery.id}` };
    const data = { ...delivery, nextAttemptAt: host.now() } as unknown as JsonObject;
    await host.table.write([{ put: { ...key, index, data } }]);
  }

  test('is written down by one function, and sent by another once its address has confirmed', async () => {
    await host.events.publish({
      type: 'model-version.trained',
      at: host.now(),
      detail: { userId, appId: 'lab', modelId: 'reader', versionId: 'v1', amountMicros: 40_000 },
    });
    const [event] = of(eventSource);
    await notify(asEvent(event!));
    // The bus tells at least once.
    await notify(asEvent(event!));
    const tasks = of(taskSource);
    await deliver(asEvent(tasks[0]!));

    expect(tasks.map(({ DetailType }) => DetailType)).toEqual(['deliver-notification']);
    // The first pause is waited for within the function.
    expect(await only()).toMatchObject({
      status: 'pending',
      attempts: [
        { problem: expect.stringMatching(/has not confirmed yet/) },
        { problem: expect.stringMatching(/has not confirmed yet/) },
      ],
    });

    account.aws.sns.confirm(ada);
    await isDueNow();
    await reconcile();
    const again = of(taskSource).slice(1);
    await deliver(asEvent(again[0]!));

    expect(again).toHaveLength(1);
    expect(await only()).toMatchObject({ status: 'delivered' });
    expect(account.aws.sns.mails).toEqual([
      {
        to: ada,
        subject: 'deeptune: model-version.trained reader',
        text: expect.stringMatching(
          /amount: \$0\.04\n[^]*https:\/\/console\.example\.com\/apps\/lab\/models\/reader\/overview\?version=v1/,
        ),
      },
    ]);
  });

  test('is handed over by the reconciler where its function died before it could', async () => {
    await host.events.publish({
      type: 'model-version.failed',
      at: host.now(),
      detail: { userId, appId: 'lab', modelId: 'reader', versionId: 'v2' },
    });
    account.aws.eventbridge.refuseEntryOnce();
    const tasks = of(taskSource).length;
    await expect(notify(asEvent(of(eventSource).at(-1)!))).rejects.toThrow(/did not take task/);
    await reconcile();
    await deliver(asEvent(of(taskSource)[tasks]!));

    expect(account.aws.sns.mails.map(({ subject }) => subject)).toContain(
      'deeptune: model-version.failed reader',
    );
  });

  test('an address that ends it is not written to any more, and the notification says so', async () => {
    account.aws.sns.forget(ada);
    await host.events.publish({
      type: 'model-version.stopped',
      at: host.now(),
      detail: { userId, appId: 'lab', modelId: 'reader', versionId: 'v3' },
    });
    await notify(asEvent(of(eventSource).at(-1)!));
    await deliver(asEvent(of(taskSource).at(-1)!));

    const { data } = (await host.table.get(keys.notification(userId, 'mail')))!;
    expect(data['disabledBecause']).toMatch(/does not want any mail, or never confirmed/);
  });
});
