import { ApiError } from '../../../client/api-error.ts';
import { Client } from '../../../client/client.ts';
import type { StreamedEvent } from '../../../client/event-stream.ts';
import { digitsOf, prepareDigits, template } from './digits-app.ts';
import type { LiveHost } from './live-host.ts';
import { appId, settled, startLiveHost, train, userId } from './live-host.ts';

jest.setTimeout(180_000);

let host: LiveHost;
beforeAll(async () => (host = await startLiveHost()));
afterAll(() => host.close());

/** Listens until it is ended, or ends. */
function listen(client: Client) {
  const heard: StreamedEvent[] = [];
  const ending = new AbortController();
  let opened: () => void;
  const isOpen = new Promise<void>((resolve) => (opened = resolve));
  const all = async () => {
    for await (const event of client.events(ending.signal)) {
      if (event.event === 'ready') opened();
      heard.push(event);
    }
  };
  const ended = all().catch((error: unknown) => error);
  return { heard, isOpen, ended, end: () => ending.abort() };
}

const clientOf = (key: string, of = appId) =>
  new Client({ url: host.server.url, key, userId, appId: of });

test('a training is told step by step to its user, and to no key of another app', async () => {
  await host.client.call('PostApps', {}, { apps: [{ id: 'other' }] });
  const { keys } = await host.client.call('PostKeys', {}, { keys: [{ apps: [{ id: 'other' }] }] });
  const names = { dataset: 'digits', model: 'reader' };
  const dataset_version_id = await prepareDigits(host.client, digitsOf([0, 1], 12), names);
  const own = listen(clientOf(host.server.key));
  const others = listen(clientOf(keys[0]?.id ?? '', 'other'));
  await Promise.all([own.isOpen, others.isOpen]);

  const { id } = await train(host.client, 'reader', {
    params: { template, dataset_id: 'digits', dataset_version_id, num_epochs: 2 },
  });
  await settled(host.client, 'reader', id);
  // Its last lines are read at the next look.
  await new Promise((resolve) => setTimeout(resolve, 1_200));
  own.end();
  others.end();
  await Promise.all([own.ended, others.ended]);

  const types = own.heard.map(({ event }) => event).filter((event) => event !== 'progress');
  expect(types).toEqual([
    'ready',
    'model-version.queued',
    'model-version.training',
    'model-version.trained',
    'model.promoted',
  ]);
  const ofVersion = { kind: 'train', app_id: appId, model_id: 'reader', model_version_id: id };
  const told = own.heard.filter(({ event }) => event === 'progress').map(({ data }) => data);
  expect(told[0]).toMatchObject(ofVersion);
  const { progress } = await host.client.call('ListTrainingProgress', {
    ...{ model_id: 'reader', version_id: id },
  });
  expect(told.map((each) => (each as { progress: unknown }).progress)).toEqual(progress);
  expect(others.heard.map(({ event }) => event)).toEqual(['ready']);
});

test('who has no key, or names another user, hears nothing', async () => {
  const ask = (path: string, key: string) =>
    fetch(host.server.url + path, { headers: { authorization: `Key ${key}` } });
  expect((await ask(`/v2/users/${userId}/events`, 'none')).status).toBe(401);
  expect((await ask('/v2/users/somebody/events', host.server.key)).status).toBe(404);
  const refused = await listen(clientOf('none')).ended;
  expect(refused).toBeInstanceOf(ApiError);
});

test('a host that closes ends its streams', async () => {
  const second = await startLiveHost();
  const client = new Client({ ...second.server, userId, appId });
  const one = listen(client);
  await one.isOpen;

  await second.close();

  await one.ended;
  expect(one.heard.map(({ event }) => event)).toEqual(['ready']);
});

test('a connection stays open for a client that pauses for a minute between two requests', async () => {
  const { headers } = await fetch(`${host.server.url}/healthz`);

  expect(headers.get('keep-alive')).toBe('timeout=65');
});
