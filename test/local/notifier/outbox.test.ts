import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listDeliveries } from '../../../core/notification/delivery-store.ts';
import type { Delivery } from '../../../core/notification/delivery.ts';
import type { LocalHost } from '../../../local/compose.ts';
import { Receiver } from '../../contract/receiver.ts';
import { until } from '../../until.ts';
import { addWebhook, hostOn, notificationId, trained, userId } from './host-on.ts';

jest.setTimeout(60_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'outbox-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true, maxRetries: 20 }));

const deliveriesOf = ({ deps }: LocalHost) =>
  listDeliveries(deps.table, { userId, notificationId });

/** Once it has come to its end. */
const delivered = (host: LocalHost): Promise<Delivery> =>
  until(20, async () => (await deliveriesOf(host)).find(({ status }) => status === 'delivered'));

test('an event is sent once, however often it is told', async () => {
  const receiver = await Receiver.open();
  const host = hostOn(folder);
  await host.resume();
  await addWebhook(host, `http://127.0.0.1:${receiver.port}/`);
  for (let times = 0; times < 3; times += 1) await host.deps.events.publish(trained('v1'));
  await host.deps.events.publish(trained('v2'));
  await until(10, async () => (receiver.received.length >= 2 ? true : undefined));
  await delivered(host);
  await host.close();
  await receiver.close();

  const versions = receiver.received.map(
    ({ body }) => (JSON.parse(body) as { data: { version_id: string } }).data.version_id,
  );
  expect(versions.sort()).toEqual(['v1', 'v2']);
});

test('what a closed host could not deliver is delivered by the next', async () => {
  const gone = await Receiver.open();
  const { port } = gone;
  await gone.close();
  const first = hostOn(folder);
  await first.resume();
  await addWebhook(first, `http://127.0.0.1:${port}/`);
  await first.deps.events.publish(trained('v1'));
  await until(10, async () => (await deliveriesOf(first))[0]?.attempts[0]?.milliseconds);
  await first.close();

  const receiver = await Receiver.open(undefined, port);
  const second = hostOn(folder);
  await second.resume();
  const delivery = await delivered(second);
  await second.close();
  await receiver.close();

  expect(delivery.attempts).toMatchObject([
    { problem: expect.stringMatching(/ECONNREFUSED/) },
    { statusCode: 200 },
  ]);
  expect(receiver.received).toHaveLength(1);
});

test('what a killed host had in its hands is sent again at once, under the same id', async () => {
  const ids: unknown[] = [];
  let isAnswered = false;
  const server = createServer((request, response) => {
    ids.push(request.headers['webhook-id']);
    if (isAnswered) response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const script = join(process.cwd(), 'test/local/notifier/published-and-killed.ts');
  const child = spawn(process.execPath, [script, folder, url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await until(30, async () => (ids.length > 0 ? true : undefined));
  child.kill('SIGKILL');
  await once(child, 'exit');
  isAnswered = true;

  const host = hostOn(folder);
  await host.resume();
  const delivery = await delivered(host);
  await host.close();
  server.closeAllConnections();
  server.close();

  expect(ids).toEqual([delivery.id, delivery.id]);
  expect(delivery.attempts).toMatchObject([
    { problem: 'The sender ended before it had an answer' },
    { statusCode: 200 },
  ]);
});

test('a receiver that is slow holds no other', async () => {
  const slow = createServer(() => undefined);
  slow.listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const host = hostOn(folder);
  await host.resume();
  await addWebhook(host, `http://127.0.0.1:${(slow.address() as AddressInfo).port}/`);
  for (let n = 0; n < 5; n += 1) await host.deps.events.publish(trained(`v${n}`));
  const begun = await until(5, async () => {
    const all = await deliveriesOf(host);
    return all.every(({ attempts }) => attempts.length === 1) ? all : undefined;
  });
  const closing = performance.now();
  await host.close();
  slow.closeAllConnections();
  slow.close();

  expect(begun).toHaveLength(5);
  // Whoever ends the host does not wait for receivers.
  expect(performance.now() - closing).toBeLessThan(5_000);
});
