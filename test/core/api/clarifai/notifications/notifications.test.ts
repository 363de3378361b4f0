import { notify } from '../../../../../core/notification/notify.ts';
import { LocalNotifier } from '../../../../../local/notifier/local-notifier.ts';
import { Receiver } from '../../../../contract/receiver.ts';
import { AppUnderTest, idsOf } from '../../app-under-test.ts';
import type { Body } from '../../app-under-test.ts';

const lab = new AppUnderTest({ notifier: new LocalNotifier({ allowsPrivate: false }) });
let receiver: Receiver;
beforeAll(async () => {
  await lab.open();
  receiver = await Receiver.open();
});
afterAll(async () => {
  await receiver.close();
  await lab.close();
});

const all = '/v2/users/me/notifications';
const hookUrl = () => `http://127.0.0.1:${receiver.port}/hook`;
const make = (fields: object = {}): Promise<Body> =>
  lab.must('POST', all, { notification: { kind: 'webhook', url: hookUrl(), ...fields } });
const makeOne = async (fields: object = {}): Promise<string> =>
  (await make(fields)).notification.id;

afterEach(async () => {
  receiver.answer(200);
  receiver.received.length = 0;
  for (const id of idsOf((await lab.must('GET', all)).notifications))
    await lab.must('DELETE', `${all}/${id}`);
});

test('a webhook is made, and its secret is shown that once', async () => {
  const made = await make({ events: ['model-version.trained'], app_ids: ['lab'] });
  const { id } = made.notification;
  const listed = await lab.must('GET', all);
  const read = await lab.must('GET', `${all}/${id}`);

  expect(made.secret).toMatch(/^whsec_.{44}$/);
  expect(read.notification).toEqual({
    ...{ id, kind: 'webhook', url: hookUrl(), description: '', active: true, state: 'active' },
    ...{ events: ['model-version.trained'], app_ids: ['lab'] },
    ...{ created_at: expect.any(String), updated_at: expect.any(String) },
  });
  expect(listed.notifications).toEqual([read.notification]);
  expect(JSON.stringify([listed, read])).not.toContain('whsec_');
});

test.each([
  [{ kind: 'pager', url: 'http://127.0.0.1/' }, /kind/],
  [{ kind: 'webhook' }, /kind 'webhook' needs 'url'/],
  [{ kind: 'webhook', url: 'http://127.0.0.1/', address: 'a@example.com' }, /takes 'url' and not/],
  [{ kind: 'webhook', url: 'nowhere' }, /'nowhere' cannot be sent to: it is not a valid/],
  [{ kind: 'webhook', url: 'http://169.254.169.254/' }, /leads to an address that is not sent to/],
  [
    { kind: 'webhook', url: 'http://127.0.0.1/', events: ['model.born'] },
    /events\.0' "model.born"/,
  ],
  [{ kind: 'webhook', url: 'http://127.0.0.1/', app_ids: ['nope'] }, /App 'nope' does not exist/],
  [
    { kind: 'webhook', url: 'http://127.0.0.1/', secret: 'mine' },
    /Unknown field 'notification.secret'/,
  ],
  [{ kind: 'email', address: 'ada' }, /address' "ada"/],
  [{ kind: 'email', address: 'ada@example.com' }, /this host sends no e-mail/],
])('%j is refused', async (notification, message) => {
  const [, , details] = await lab.refused('POST', all, { notification });

  expect(details).toMatch(message);
  expect((await lab.must('GET', all)).notifications).toEqual([]);
});

test('twenty are enough, also where they are made at once', async () => {
  const asked = Array.from({ length: 23 }, () =>
    lab.send('POST', all, { notification: { kind: 'webhook', url: hookUrl() } }),
  );
  const statuses = (await Promise.all(asked)).map(({ status }) => status);

  const { notifications } = await lab.must('GET', all);
  expect(notifications.length).toBe(statuses.filter((status) => status === 200).length);
  expect(notifications.length).toBeLessThanOrEqual(20);
  while ((await lab.must('GET', all)).notifications.length < 20) await make();
  const [, , details] = await lab.refused('POST', all, {
    notification: { kind: 'webhook', url: hookUrl() },
  });
  expect(details).toMatch(/There are 20 notifications, and a user may have 20: delete one/);
});

test('a patch changes what it names', async () => {
  const id = await makeOne({ events: ['budget.reached'], description: 'mine' });
  const patch = (notification: object) => lab.must('PATCH', `${all}/${id}`, { notification });

  expect((await patch({ active: false })).notification).toMatchObject({
    ...{ active: false, state: 'off', events: ['budget.reached'], description: 'mine' },
  });
  expect((await patch({ active: true, events: [], app_ids: ['lab'] })).notification).toMatchObject({
    ...{ active: true, state: 'active', events: [], app_ids: ['lab'] },
  });
  const [, , details] = await lab.refused('PATCH', `${all}/${id}`, {
    notification: { url: 'http://10.0.0.1/' },
  });
  expect(details).toMatch(/not sent to/);
});

test('a test is sent at once, signed, and its outcome is the answer', async () => {
  const id = await makeOne();
  receiver.answer(500, 'not yet');
  const { delivery } = await lab.must('POST', `${all}/${id}/test`);
  const [received] = receiver.received;

  expect(delivery).toMatchObject({
    ...{ notification_id: id, type: 'notification.test', status: 'failed' },
    attempts: [{ status_code: 500, answer: 'not yet' }],
    note: 'A test is tried once',
    body: received?.body,
  });
  expect(received?.headers).toMatchObject({
    'webhook-id': delivery.id,
    'webhook-signature': expect.stringMatching(/^v1,\S{44}$/),
  });
  expect(JSON.parse(received?.body ?? '')).toMatchObject({
    type: 'notification.test',
    data: { user_id: 'tester', notification_id: id },
  });
});

test('the log is kept newest first; one is sent again under its own id', async () => {
  const id = await makeOne();
  const first = (await lab.must('POST', `${all}/${id}/test`)).delivery;
  const second = (await lab.must('POST', `${all}/${id}/test`)).delivery;
  const again = (await lab.must('POST', `${all}/${id}/deliveries/${first.id}/redeliver`)).delivery;

  expect(idsOf((await lab.must('GET', `${all}/${id}/deliveries`)).deliveries)).toEqual([
    second.id,
    first.id,
  ]);
  expect(again).toMatchObject({ id: first.id, status: 'delivered' });
  expect(again.attempts).toHaveLength(2);
  const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
  expect(ids).toEqual([first.id, second.id, first.id]);
  expect(receiver.received[2]?.body).toBe(receiver.received[0]?.body);
  const { delivery } = await lab.must('GET', `${all}/${id}/deliveries/${first.id}`);
  expect(delivery.body).toBe(receiver.received[0]?.body);
});

test('of more than a hundred the oldest go', async () => {
  const id = await makeOne();
  for (let n = 0; n < 125; n += 1) await lab.must('POST', `${all}/${id}/test`);
  const log = `${all}/${id}/deliveries?per_page=1000`;

  expect((await lab.must('GET', log)).deliveries).toHaveLength(100);
  const stored = lab.account.aws.dynamodb
    .dump()
    .filter((item) => JSON.stringify(item).includes(`${id}#deliveries`));
  expect(stored.length).toBeLessThanOrEqual(120);
});

test('a new secret signs along with the old one', async () => {
  const { notification, secret } = await make();
  const rotated = await lab.must('POST', `${all}/${notification.id}/secret`);
  await lab.must('POST', `${all}/${notification.id}/test`);

  expect(rotated.secret).toMatch(/^whsec_/);
  expect(rotated.secret).not.toBe(secret);
  expect(rotated.notification.previous_secret_until).toEqual(expect.any(String));
  expect(receiver.received[0]?.headers['webhook-signature']).toMatch(/^v1,\S{44} v1,\S{44}$/);
});

test('what answers 410 is switched off with the reason, refuses to send again, and starts anew', async () => {
  const id = await makeOne();
  // A test switches nothing off; what is sent because of an event does.
  const detail = { userId: 'tester', appId: 'lab', modelId: 'm', versionId: 'v' };
  const event = { type: 'model-version.trained', at: lab.deps.now(), detail } as const;
  const [{ id: delivery } = { id: '' }] = await notify(event, { api: '' }, lab.deps);
  receiver.answer(410);
  await lab.must('POST', `${all}/${id}/deliveries/${delivery}/redeliver`);

  expect((await lab.must('GET', `${all}/${id}`)).notification).toMatchObject({
    ...{ active: false, state: 'disabled' },
    note: 'Its receiver answered 410 (Gone): it was switched off; set active to true once it is mended',
    last_delivery: { status: 'failed' },
  });
  const [, , details] = await lab.refused('POST', `${all}/${id}/deliveries/${delivery}/redeliver`);
  expect(details).toMatch(/switched off; set active to true first/);
  const patched = await lab.must('PATCH', `${all}/${id}`, { notification: { active: true } });
  expect(patched.notification).toMatchObject({ active: true, state: 'active' });
});

test('a deleted one is gone with its log', async () => {
  const id = await makeOne();
  await lab.must('POST', `${all}/${id}/test`);
  await lab.must('DELETE', `${all}/${id}`);

  for (const path of ['', '/deliveries'])
    expect(await lab.refused('GET', `${all}/${id}${path}`)).toEqual([
      ...[404, 11101, `Notification '${id}' does not exist`],
    ]);
  const left = lab.account.aws.dynamodb
    .dump()
    .filter((item) => JSON.stringify(item).includes(`#${id}#`));
  expect(left).toEqual([]);
});

test('another user’s does not exist', async () => {
  const id = await makeOne();
  const key = await lab.keyOf('mallory');
  const asked = ['', '/deliveries', '/deliveries/x'].map((path) => ['GET', path] as const);
  const changed = ['/test', '/secret', '/deliveries/x/redeliver'].map(
    (path) => ['POST', path] as const,
  );

  for (const [method, path] of [...asked, ...changed, ['DELETE', ''] as const])
    expect((await lab.send(method, `${all}/${id}${path}`, undefined, key)).status).toBe(404);
  expect((await lab.send('GET', all, undefined, key)).body.notifications).toEqual([]);
  expect((await lab.send('GET', '/v2/users/tester/notifications', undefined, key)).status).toBe(
    404,
  );
});

test('an app’s key has none', async () => {
  const app = { type: 'app_specific_key', scopes: ['All'], apps: [{ id: 'lab' }] };
  const { keys } = await lab.must('POST', '/v2/users/me/keys', { keys: [app] });

  expect((await lab.send('GET', all, undefined, keys[0].id)).body.status).toMatchObject({
    details: expect.stringMatching(/An app key cannot ListNotifications/),
  });
});

test('what can be chosen is listed, with what this host has none of', async () => {
  const { events, kinds } = await lab.must('GET', `${all}/events`);

  expect(events.map(({ type }: Body) => type)).toContain('budget.reached');
  expect(kinds).toEqual([
    { kind: 'webhook' },
    { kind: 'email', refusal: expect.stringMatching(/no e-mail/) },
  ]);
});
