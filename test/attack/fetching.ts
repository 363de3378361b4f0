import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { attempt } from './attack.ts';
import type { Target } from './attack.ts';
import { userId } from './host-process.ts';

/**
 * Addresses that a service must not be made to ask: its own machine, its network, the machine's
 * metadata, its files, under every name they have.
 * @param port of a server on this machine that counts who comes
 */
function addresses(port: number): string[] {
  const loopback = [
    ...['127.0.0.1', 'localhost', 'LOCALHOST.', '127.1', '127.0.1', '2130706433', '0x7f000001'],
    ...['0x7f.0.0.1', '0177.0.0.1', '017700000001', '0', '0.0.0.0', '127.0.0.1.', '①②⑦.⓪.⓪.①'],
    ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[0:0:0:0:0:ffff:7f00:1]'],
    ...['[64:ff9b::7f00:1]', '[2002:7f00:1::]', 'user@127.0.0.1', 'example.com@127.0.0.1'],
    ...['127.0.0.1%23@example.com', 'a.localhost', hostname()],
  ];
  const network = [
    ...['169.254.169.254/latest/meta-data/', '169.254.170.2', '[fd00:ec2::254]', '2852039166'],
    ...['10.0.0.1', '172.16.0.1', '192.168.0.1', '100.64.0.1', '198.18.0.1', '224.0.0.1'],
    ...['255.255.255.255', '[fe80::1]', '[fc00::1]', '[ff02::1]', 'metadata.google.internal'],
  ];
  const others = [
    ...['file:///etc/passwd', 'file://localhost/etc/passwd', 'data:image/png;base64,AAAA'],
    ...['ftp://127.0.0.1/x', 'gopher://127.0.0.1/x', 's3://bucket/key', '//127.0.0.1/x'],
    ...['http:127.0.0.1', 'javascript:1', 'blob:http://127.0.0.1/x', 'http://', 'unix:///run/x'],
    `http://127.0.0.1:${port}\\@example.com/`,
    `http://example.com\r\nHost: 127.0.0.1:${port}/`,
  ];
  return [
    ...loopback.flatMap((host) => [
      `http://${host}:${port}/a.png`,
      `https://${host}:${port}/a.png`,
    ]),
    ...network.map((host) => `http://${host}`),
    ...others,
  ];
}

/** Inputs by URL. Nobody may come to the server that waits on this machine. */
export async function attackFetching(target: Target): Promise<void> {
  const { host, report } = target;
  const visits: string[] = [];
  const server = createServer((request, response) => {
    visits.push(`${request.headers.host} ${request.url}`);
    response.end('secret');
  });
  server.on('connect', () => visits.push('CONNECT'));
  await new Promise<void>((resolve) => server.listen(Number(fetchedPort), '127.0.0.1', resolve));
  try {
    const { port } = server.address() as AddressInfo;
    for (const url of addresses(port))
      for (const body of bodiesWith(url)) {
        const before = visits.length;
        await attempt(target, {
          kind: 'fetching',
          what: url,
          asked: {
            method: 'POST',
            path: `/v2/users/${userId}/apps/lab${body[0]}`,
            key: host.key,
            body: body[1],
          },
          isRight: ({ status, text }) =>
            status > 0 &&
            status < 500 &&
            visits.length === before &&
            !/root:|secret/.test(text) &&
            !/"code":30000\b/.test(text),
        });
      }
    await fetch(`http://127.0.0.1:${port}/`);
    report.control('fetching', 'the server that counts visits', visits.length === 1, () =>
      visits.join('\n'),
    );
  } finally {
    server.close();
  }
  report.notTried(
    'fetching',
    'redirects and names that point at this machine need a public server: test/net/http-fetcher.test.ts',
  );
}

/** The host is told to fetch from everywhere, this port too: only the address is in the way. */
export const fetchedPort = '48931';

function bodiesWith(url: string): [string, object][] {
  return [['/inputs', { inputs: [{ data: { image: { url } } }] }]];
}
