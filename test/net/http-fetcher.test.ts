import type { RequestListener } from 'node:http';
import { HttpFetcher } from '../../net/http-fetcher.ts';
import { Web, fetcherOf, later } from './web.ts';

describe('fetching by URL', () => {
  const open: Web[] = [];
  const serve = async (answer: RequestListener, address?: string) => {
    const web = await Web.serve(answer, address);
    open.push(web);
    return web;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((web) => web.close()));
  });

  test('an allowed host is asked, without cookies and credentials, and its bytes come back', async () => {
    const web = await serve((_, response) => void response.end('some bytes'));
    const fetcher = fetcherOf(`images.example.com:${web.port}`);

    const fetched = await fetcher.fetch(`http://images.example.com:${web.port}/a?b=1#c`, later());

    expect(fetched).toEqual({ bytes: Buffer.from('some bytes') });
    expect(web.asked[0]?.url).toBe('/a?b=1');
    expect(web.asked[0]?.headers).toEqual({
      accept: '*/*',
      'accept-encoding': 'identity',
      connection: 'close',
      host: `images.example.com:${web.port}`,
      'user-agent': 'deeptune',
    });
  });

  test('a host that is not allowed is not asked; the reason says who can allow it, and where', async () => {
    const web = await serve((_, response) => void response.end());

    const fetched = await fetcherOf('').fetch(`http://a.example:${web.port}/`, later());

    expect(fetched).toEqual({
      reason: `'http://a.example:${web.port}/' was not fetched: 'a.example:${web.port}' is not among the hosts that are fetched from; whoever runs this service can name it in FETCH_HOSTS`,
    });
    expect(web.asked).toEqual([]);
  });

  test.each([
    ['one address that is private', ['127.0.0.2']],
    ['a public and a private one', ['127.0.0.1', '127.0.0.2']],
    ['no address', []],
  ])('a name with %s is not connected to', async (_, addresses) => {
    const web = await serve((__, response) => void response.end(), '0.0.0.0');
    const fetcher = fetcherOf(`*:${web.port}`, { names: { 'a.example': addresses } });

    const fetched = await fetcher.fetch(`http://a.example:${web.port}/`, later());

    expect(fetched).toMatchObject({ reason: expect.stringMatching(/a public address$/) });
    expect(web.asked).toEqual([]);
  });

  test('a name that is public when it is checked and private afterwards: it is connected where it was checked', async () => {
    const outside = await serve((_, response) => void response.end('outside'), '127.0.0.1');
    const answers = ['127.0.0.1', '127.0.0.2'];
    const resolve = async () => [{ address: answers.shift() ?? '127.0.0.2', family: 4 }];
    const fetcher = fetcherOf(`*:${outside.port}`, { resolve });
    const url = `http://rebinding.example:${outside.port}/`;

    expect(await fetcher.fetch(url, later())).toEqual({ bytes: Buffer.from('outside') });
    expect(answers).toEqual(['127.0.0.2']);
    expect(await fetcher.fetch(url, later())).toMatchObject({
      reason: expect.stringMatching(/does not lead to a public address/),
    });
  });

  describe('redirects', () => {
    const redirecting = (to: (path: string) => string, code = 302) =>
      serve((request, response) => {
        response.writeHead(code, { location: to(request.url ?? '') }).end();
      });

    test('are followed, relative ones too, three times', async () => {
      const web = await serve((request, response) => {
        const left = Number(request.url?.slice(1));
        if (left === 0) response.end('here');
        else response.writeHead(307, { location: `${left - 1}` }).end();
      });
      const fetcher = fetcherOf(`a.example:${web.port}`);
      const from = (hops: number) => fetcher.fetch(`http://a.example:${web.port}/${hops}`, later());

      expect(await from(3)).toEqual({ bytes: Buffer.from('here') });
      expect(await from(4)).toMatchObject({
        reason: expect.stringMatching(/redirects more than 3 times$/),
      });
    });

    test.each([
      ['a private address', 'http://127.0.0.2:PORT/', /does not lead to a public address/],
      ['its decimal form', 'http://2130706434:PORT/', /does not lead to a public address/],
      ['a name of one', 'http://inside.example:PORT/', /does not lead to a public address/],
      ['a host that is not allowed', 'http://other.test:PORT/', /not among the hosts/],
      ['another port', 'http://a.example:22/', /not among the hosts/],
      ['a file', 'file:///etc/passwd', /begins with 'file:'/],
      ['credentials', 'http://a:b@a.example:PORT/', /user name or a password/],
    ])('to %s are not', async (_, location, reason) => {
      const inside = await serve((__, response) => void response.end('secret'), '127.0.0.2');
      const web = await redirecting(() => location.replace('PORT', String(inside.port)));
      const hosts = ['a.example', 'inside.example', '127.0.0.2'].flatMap((host) => [
        `${host}:${web.port}`,
        `${host}:${inside.port}`,
      ]);
      const fetcher = fetcherOf(hosts.join(','), { names: { 'inside.example': ['127.0.0.2'] } });

      const fetched = await fetcher.fetch(`http://a.example:${web.port}/`, later());

      expect(fetched).toMatchObject({ reason: expect.stringMatching(reason) });
      expect(web.asked).toHaveLength(1);
      expect(inside.asked).toEqual([]);
    });

    test('a name that moves to a private address on the way is checked again', async () => {
      const web = await redirecting(() => '/again');
      const answers = [['127.0.0.1'], ['127.0.0.2']];
      const resolve = async () =>
        (answers.shift() ?? []).map((address) => ({ address, family: 4 }));
      const fetcher = fetcherOf(`a.example:${web.port}`, { resolve });

      const fetched = await fetcher.fetch(`http://a.example:${web.port}/`, later());

      expect(fetched).toMatchObject({ reason: expect.stringMatching(/a public address$/) });
      expect(web.asked).toHaveLength(1);
    });
  });

  describe('limits', () => {
    const endless: RequestListener = (_, response) => {
      const write = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', write);
      write();
    };

    test.each<[string, RequestListener, RegExp]>([
      ['a body without an end', endless, /larger than 1000000 bytes$/],
      [
        'a body that is announced too large',
        (_, response) => void response.writeHead(200, { 'content-length': 1_000_001 }).write('a'),
        /larger than 1000000 bytes$/,
      ],
      ['an error', (_, response) => void response.writeHead(404).end(), /answered 404$/],
      [
        'a redirect without a place',
        (_, response) => void response.writeHead(302).end(),
        /answered 302$/,
      ],
      [
        'compressed bytes',
        (_, response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end('a'),
        /came as 'gzip'/,
      ],
      [
        'half an answer',
        (_, response) => {
          response.writeHead(200, { 'content-length': 10 }).write('half', () => {
            response.destroy();
          });
        },
        /could not be reached \(ECONNRESET\)$/,
      ],
    ])('%s', async (_, answer, reason) => {
      const web = await serve(answer);
      const fetcher = fetcherOf(`a.example:${web.port}`, { maxBytes: 1_000_000 });

      const fetched = await fetcher.fetch(`http://a.example:${web.port}/`, later());

      expect(fetched).toMatchObject({ reason: expect.stringMatching(reason) });
    });

    test.each<[string, RequestListener]>([
      ['an answer that never begins', () => undefined],
      ['a body that never ends', (_, response) => void response.write('a')],
      [
        'a body that comes drop by drop',
        (_, response) => {
          const timer = setInterval(() => response.write('a'), 20);
          response.on('close', () => clearInterval(timer));
        },
      ],
    ])('%s is given up in time', async (_, answer) => {
      const web = await serve(answer);
      const fetcher = fetcherOf(`a.example:${web.port}`, { maxMilliseconds: 150 });
      const begun = performance.now();

      const fetched = await fetcher.fetch(`http://a.example:${web.port}/`, later());

      expect(fetched).toMatchObject({ reason: expect.stringMatching(/not there in time/) });
      expect(performance.now() - begun).toBeLessThan(5_000);
    });

    test('a resolver that does not answer is given up too, and so is what comes after the request is over', async () => {
      const silent = fetcherOf('*', { resolve: () => new Promise(() => undefined) });
      const inAMoment = new Date(Date.now() + 50).toISOString();
      const reason = expect.stringMatching(/not there in time/);

      expect(await silent.fetch('http://a.example/', inAMoment)).toMatchObject({ reason });
      expect(await silent.fetch('http://a.example/', '2000-01-01T00:00:00Z')).toMatchObject({
        reason,
      });
    });

    test('a host that refuses the connection: the reason names no address', async () => {
      const web = await Web.serve(() => undefined);
      const { port } = web;
      await web.close();
      const fetched = await fetcherOf(`a.example:${port}`).fetch(
        `http://a.example:${port}/`,
        later(),
      );

      expect(fetched).toMatchObject({ reason: expect.stringMatching(/\(ECONNREFUSED\)$/) });
      expect(JSON.stringify(fetched)).not.toContain('127.0.0.1');
    });
  });

  test('as the hosts make it, with the system resolver, this machine itself is refused', async () => {
    const web = await serve((_, response) => void response.end('secret'));
    const fetcher = new HttpFetcher({
      hosts: [{ host: '*', port: web.port }],
      setting: 'FETCH_HOSTS',
    });

    for (const host of ['127.0.0.1', 'localhost', '0x7f.1', '[::ffff:127.0.0.1]', '0']) {
      expect(await fetcher.fetch(`http://${host}:${web.port}/`, later())).toMatchObject({
        reason: expect.stringMatching(/public address/),
      });
    }
    expect(web.asked).toEqual([]);
  });
});
