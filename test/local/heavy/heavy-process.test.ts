import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { getPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { authenticate, createApiKey } from '../../../core/access/authenticate.ts';
import { buildApp } from '../../../core/api/app.ts';
import { allRoutes } from '../../../core/api/clarifai/all-routes.ts';
import { composeLocalHost } from '../../../local/compose.ts';
import type { LocalHost } from '../../../local/compose.ts';
import { divide } from '../../../local/heavy/divided-app.ts';
import { HeavyProcess } from '../../../local/heavy/heavy-process.ts';
import { IncomingBody } from '../../../local/heavy/incoming-body.ts';
import { readSettings } from '../../../local/settings.ts';

/** The laptop's application as it is served, without what trains. */
describe('heavy requests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'deeptune-heavy-'));
  let host: LocalHost;
  let heavy: HeavyProcess;
  let fetch: ReturnType<typeof divide>;
  let headers: Record<string, string>;
  const asked: string[] = [];
  const logged: string[] = [];

  beforeAll(async () => {
    host = composeLocalHost({
      local: readSettings({ DEEPTUNE_FOLDER: folder }),
      ...{ baseUrl: 'http://127.0.0.1:1', root: folder, python: 'none' },
      device: { device: 'cpu', name: 'CPU' },
      log: () => undefined,
    });
    const { deps } = host;
    heavy = new HeavyProcess(host.heavy, { deps, log: (line) => void logged.push(line) });
    const identify = (request: Request) =>
      authenticate(request.headers.get('authorization') ?? undefined, deps);
    const here = buildApp(allRoutes, { deps, identify, report: () => undefined }).fetch;
    fetch = divide({
      ...{ here, identify, nowMillis: () => Date.now() },
      heavy: { fetch: (request, body) => (asked.push(request.url), heavy.fetch(request, body)) },
    });
    const { key } = await createApiKey({ userId: 'u', description: '', scopes: ['All'] }, deps);
    headers = { authorization: `Key ${key}`, 'content-type': 'application/json' };
    await send('POST', '/v2/users/u/apps', { apps: [{ id: 'a' }] });
  });
  beforeEach(() => void asked.splice(0));
  afterAll(async () => {
    await heavy.close();
    await host.close();
    rmSync(folder, { recursive: true });
  });

  const send = async (method: string, path: string, body?: object | string) => {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) };
    const url = `http://127.0.0.1:1${path.startsWith('/v') ? path : `/v2/users/u/apps/a${path}`}`;
    const init = { method, headers: { ...headers, ...length } };
    const response = await fetch(
      new Request(url, body === undefined ? init : { ...init, body: text }),
    );
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const texts = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      id: `t${from + n}`,
      data: { text: { raw: `text ${from + n} `.repeat(20) }, concepts: [{ id: `c${n % 7}` }] },
    }));

  test('a request that cannot be carried over is answered, and takes no other one along', async () => {
    const { pid } = heavy;
    const url = 'http://127.0.0.1:1/v2/users/u/apps/a/concepts/status';
    // Of HTTP's methods the one that fetch knows and refuses.
    const trace = { method: 'TRACE', url, headers: new Headers(headers), body: null };

    const other = heavy.fetch(new Request(url, { headers }), new IncomingBody(new Request(url)));
    const refused = await heavy.fetch(
      trace as unknown as Request,
      new IncomingBody(new Request(url)),
    );

    expect(refused.status).toBe(500);
    expect(logged.join()).toContain('TRACE');
    expect((await other).status).toBe(200);
    expect(heavy.pid).toBe(pid);
  });

  test('are answered by the process, and what it stores is there for all', async () => {
    const posted = await send('POST', '/inputs', { inputs: texts(0, 128) });
    expect([posted.status, asked.length]).toEqual([200, 1]);

    const got = await send('GET', '/inputs/t77');
    expect([got.status, asked.length]).toEqual([200, 1]);
    const page = await send('GET', '/inputs?per_page=1000');
    expect(page.body['inputs']).toHaveLength(128);
    expect(asked).toHaveLength(2);
    const counts = await send('GET', '/concepts/status');
    expect(counts.body['concept_counts']).toHaveLength(7);
  });

  test('an id that is taken is a duplicate there too', async () => {
    const { body } = await send('POST', '/inputs', { inputs: texts(0, 128) });

    const codes = (body['inputs'] as { status: { code: number } }[]).map(
      ({ status }) => status.code,
    );
    expect(new Set(codes)).toEqual(new Set([30100]));
    expect(asked).toHaveLength(1);
  });

  test('a dataset version is frozen there', async () => {
    await send('POST', '/datasets', { datasets: [{ id: 'd' }] });
    await send('POST', '/datasets/d/inputs', {
      dataset_inputs: Array.from({ length: 100 }, (_, n) => ({ input: { id: `t${n}` } })),
    });
    const { status, body } = await send('POST', '/datasets/d/versions', { dataset_versions: [{}] });

    expect([status, asked.length]).toEqual([200, 1]);
    expect(body['dataset_versions']).toMatchObject([{ status: { code: 64015 } }]);
  });

  test('what is refused there is refused in the same words', async () => {
    const { status, body } = await send('POST', '/models/none/versions', {
      model_versions: [{ description: 'x'.repeat(20_000) }],
    });

    expect([status, body['status'], asked.length]).toEqual([
      400,
      expect.objectContaining({ code: 11100, details: expect.stringMatching(/20000 characters/) }),
      1,
    ]);
  });

  test('nobody is read who presents no key, or says that he sends too much', async () => {
    const unknown = { ...headers, authorization: 'Key none' };
    const request = new Request('http://127.0.0.1:1/v2/users/u/apps/a/inputs', {
      ...{ method: 'POST', headers: unknown, body: '{}'.padEnd(50_000) },
    });
    expect((await fetch(request)).status).toBe(401);
    const large = await fetch(
      new Request('http://127.0.0.1:1/v2/users/u/apps/a/inputs', {
        method: 'POST',
        headers: { ...headers, 'content-length': '99999999' },
        body: '{}',
      }),
    );
    expect([large.status, asked]).toEqual([413, []]);
  });

  test('a body is read no further than it is needed for the answer, and the rest is not kept', async () => {
    const pieces = 400;
    const piece = new TextEncoder().encode(`[${'1,'.repeat(30_000)}1],`);
    let left = pieces;
    let readBeforeAnswer = Infinity;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        left -= 1;
        if (left < 0) controller.close();
        else
          controller.enqueue(left === pieces - 1 ? new TextEncoder().encode('{"inputs":[') : piece);
      },
    });
    const request = new Request('http://127.0.0.1:1/v2/users/u/apps/a/inputs', {
      ...{ method: 'POST', headers: { ...headers, 'transfer-encoding': 'chunked' } },
      ...{ body, duplex: 'half' },
    });
    const incoming = new IncomingBody(request);
    const discard = incoming.discard.bind(incoming);
    incoming.discard = () => ((readBeforeAnswer = pieces - left), discard());

    const response = await heavy.fetch(request, incoming);

    expect(response.status).toBe(400);
    expect(readBeforeAnswer).toBeLessThan(50);
    expect(left).toBeLessThanOrEqual(0);
  });

  test('one that ends with its process is told so, and the next one is served', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull: () => {
        if (heavy.pid !== undefined) process.kill(heavy.pid, 'SIGKILL');
        return new Promise(() => undefined);
      },
    });
    const request = new Request('http://127.0.0.1:1/v2/users/u/apps/a/inputs', {
      ...{ method: 'POST', headers: { ...headers, 'transfer-encoding': 'chunked' } },
      ...{ body, duplex: 'half' },
    });
    const response = await fetch(request);

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      status: { code: 10030, details: expect.stringMatching(/has ended/) },
    });
    expect(logged).toContainEqual(expect.stringMatching(/ended: exit SIGKILL/));
    expect((await send('GET', '/concepts/status')).status).toBe(200);
  });

  test('its process gives way to the one that serves', async () => {
    await send('GET', '/concepts/status');

    const pid = heavy.pid ?? 0;
    const threads =
      process.platform === 'linux' ? readdirSync(`/proc/${pid}/task`).map(Number) : [pid];
    const most = Math.min(19, getPriority() + 15);
    expect(threads.map((thread) => getPriority(thread))).toEqual(threads.map(() => most));
  });

  test('once closed it starts no other process', async () => {
    await heavy.close();

    expect((await send('GET', '/concepts/status')).status).toBe(503);
    expect(heavy.pid).toBeUndefined();
  });
});
