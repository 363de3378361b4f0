import { attempt, watched } from './attack.ts';
import type { Target } from './attack.ts';
import { userId } from './host-process.ts';
import { ask, evidence } from './request.ts';
import type { Answered } from './request.ts';
import { sendRaw } from './raw-http.ts';

const base = `/v2/users/${userId}/apps/lab`;
const json = { 'content-type': 'application/json' };

/** Bodies that are torn, endless, deep, wide or ambiguous. */
export async function attackBodies(target: Target): Promise<void> {
  await sendTexts(target);
  await sendStored(target);
  await sendRawRequests(target);
  const asked = { method: 'POST', path: `${base}/inputs`, key: target.host.key, headers: json };
  const body = { inputs: [{ data: { text: { raw: 'an honest text' } } }] };
  const answer = await ask(target.host.url, { ...asked, body });
  target.report.control('bodies', 'an honest body', answer.status === 200, () =>
    evidence(target.host.url, { ...asked, body }, answer),
  );
}

const repeat = (text: string, count: number) => text.repeat(count);
const wide = (count: number, entry: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => entry(n)).join(',');

/** Refused, whatever is asked with them. */
const texts: Readonly<Record<string, () => string>> = {
  'an empty body': () => '',
  'half a JSON': () => '{"inputs":[{"data":{"text":{"raw":"x"',
  'a list for an object': () => '[]',
  'a number': () => '1',
  null: () => 'null',
  'a NUL': () => '\0',
  NaN: () => '{"inputs":NaN}',
  'brackets, 1,000,000 deep': () => repeat('[', 1_000_000),
  'objects, 200,000 deep': () => repeat('{"a":', 200_000) + '1' + repeat('}', 200_000),
  'inputs, 100,000 deep': () =>
    `{"inputs":[{"data":{"metadata":${repeat('{"a":', 100_000)}1${repeat('}', 100_000)}}}]}`,
  'a million keys': () => `{${wide(1_000_000, (n) => `"k${n}":1`)}}`,
  'a million keys in metadata': () =>
    `{"inputs":[{"data":{"text":{"raw":"x"},"metadata":{${wide(1_000_000, (n) => `"k${n}":1`)}}}}]}`,
  'a million inputs': () => `{"inputs":[${wide(1_000_000, () => '{}')}]}`,
  'a number of a million digits': () => `{"inputs":${repeat('9', 1_000_000)}}`,
  'not UTF-8': () => '{"inputs":"\uDC80"}',
};

async function sendTexts(target: Target): Promise<void> {
  for (const path of [
    `${base}/inputs`,
    `${base}/inputs/searches`,
    `${base}/models/reader/versions`,
  ])
    for (const [what, make] of Object.entries(texts))
      await attempt(target, {
        kind: 'bodies',
        what: `${what} to ${path.slice(base.length)}`,
        asked: { method: 'POST', path, key: target.host.key, body: make(), headers: json },
      });
}

/**
 * What may be taken in, but must neither be stored without a limit, nor slow anybody down, nor
 * break the host.
 */
async function sendStored(target: Target): Promise<void> {
  const isSafe = ({ status }: Answered) => status < 500 && status > 0;
  const long = 'x'.repeat(30_000_000);
  const bodies: [string, string, string][] = [
    ['POST', `${base}/datasets`, `{"datasets":[{"id":"d1","description":"${long}"}]}`],
    ['POST', `${base}/inputs`, `{"inputs":[{"data":{"text":{"raw":"${long}"}}}]}`],
    ['POST', `${base}/concepts`, `{"concepts":[{"id":"c1","name":"${long}"}]}`],
    ['PATCH', `${base}/models`, `{"models":[{"id":"reader","notes":"${long}"}],"action":"merge"}`],
    ['POST', '/v2/users/me/keys', `{"keys":[{"description":"${long}"}]}`],
    ['POST', `${base}/inputs`, '{"inputs":[{"data":{"text":{"raw":"a","raw":"b"}}}],"inputs":[]}'],
    [
      'POST',
      `${base}/inputs`,
      '{"__proto__":{"polluted":true},"inputs":[{"data":{"text":{"raw":"p"},"metadata":{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}}}]}',
    ],
    ['POST', `${base}/inputs`, '{"inputs":[{"data":{"text":{"raw":"half a \\ud800 surrogate"}}}]}'],
    ['POST', `${base}/inputs`, '{"inputs":[{"data":{"text":{"raw":"a \\u0000 NUL"}}}]}'],
    ['POST', `${base}/concepts`, `{"concepts":[{"id":"${'ა'.repeat(5_000)}"}]}`],
    [
      'POST',
      `${base}/inputs`,
      `{"inputs":[${wide(128, (n) => `{"data":{"text":{"raw":"t${n}"},"concepts":[${wide(50, (c) => `{"id":"many-${n}-${c}"}`)}]}}`)}]}`,
    ],
  ];
  for (const [method, path, body] of bodies)
    await attempt(target, {
      kind: 'bodies',
      what: `${method} ${path.slice(-20)} with ${body.slice(0, 40)}…`,
      asked: { method, path, body, key: target.host.key, headers: json },
      isRight: isSafe,
    });
  for (const type of [
    'text/plain',
    'multipart/form-data',
    'multipart/form-data; boundary=',
    'application/x-protobuf',
    '\u00ff',
  ])
    await attempt(target, {
      kind: 'bodies',
      what: `content type ${type}`,
      asked: {
        method: 'POST',
        path: '/v1/files',
        body: '--\r\nx',
        key: target.host.key,
        headers: { 'content-type': type },
      },
    });
}

/** Endless, torn and ambiguous requests, byte for byte. */
async function sendRawRequests(target: Target): Promise<void> {
  const { host, report } = target;
  const head = (lines: string[], line = `POST ${base}/inputs HTTP/1.1`) =>
    [line, 'Host: 127.0.0.1', `Authorization: Key ${host.key}`, ...lines, '', ''].join('\r\n');
  const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`;
  function* endless(): Generator<string> {
    yield head(['Transfer-Encoding: chunked', 'Content-Type: application/json']);
    yield '10\r\n{"inputs":[{"a":"\r\n';
    for (let n = 0; n < 600; n += 1) yield chunk;
  }
  function* endlessForm(): Generator<string> {
    yield head(
      ['Transfer-Encoding: chunked', 'Content-Type: multipart/form-data; boundary=b'],
      'POST /v1/files HTTP/1.1',
    );
    yield '3c\r\n--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
    for (let n = 0; n < 600; n += 1) yield chunk;
  }
  const inner = `GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`;
  const requests: Record<string, () => Iterable<string>> = {
    'a body of 600 MB without a length': endless,
    'a form of 600 MB without a length': endlessForm,
    'a body that breaks off': () => [head(['Content-Length: 1000']), '{"inputs":['],
    'a length of 10 TB': () => [head(['Content-Length: 10000000000000']), '{'],
    'a negative length': () => [head(['Content-Length: -1']), '{}'],
    'a length that is none': () => [head(['Content-Length: 0x10']), '{}'],
    'two lengths': () => [head(['Content-Length: 2', 'Content-Length: 40']), '{}', inner],
    'a length and chunks': () => [
      head(['Content-Length: 4', 'Transfer-Encoding: chunked']),
      '0\r\n\r\n',
      inner,
    ],
    'chunks by another name': () => [
      head(['Transfer-Encoding: xchunked', 'Content-Length: 2']),
      '{}',
      inner,
    ],
    'a chunk that is no number': () => [
      head(['Transfer-Encoding: chunked']),
      'zz\r\n{}\r\n0\r\n\r\n',
      inner,
    ],
    'a name with a space': () => [head(['Content-Length : 2']), '{}', inner],
    'a folded header': () => [head(['X-A: b', ' Content-Length: 2']), '{}'],
    'a header of 1 MB': () => [head([`X-A: ${'a'.repeat(1_000_000)}`])],
    '10,000 headers': () => [head(Array.from({ length: 10_000 }, (_, n) => `X-${n}: 1`))],
    'a NUL in a header': () => [head(['X-A: a\0b'])],
    'line feeds alone': () => [head([]).replaceAll('\r\n', '\n')],
    TLS: () => ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
  };
  for (const [what, parts] of Object.entries(requests)) {
    let text = '';
    let isRight = false;
    const cost = await watched(target, async () => {
      const answer = await sendRaw(host.port, parts());
      // Refused, or not answered at all: never a success, and never two answers.
      isRight = (answer.status === 0 || isClientError(answer.status)) && answer.answers <= 1;
      text = `${answer.status}, ${answer.answers} answers: ${answer.text.slice(0, 300)}`;
    });
    report.tried(
      'bodies',
      what,
      isRight && cost === undefined && host.isRunning,
      () =>
        `${cost ?? ''}${JSON.stringify([...take(parts(), 2)].join('').slice(0, 300))} -> ${text}`,
    );
  }
}

const isClientError = (status: number) => status >= 400 && status < 500;

function* take(parts: Iterable<string>, count: number): Generator<string> {
  let left = count;
  for (const part of parts) {
    if ((left -= 1) < 0) return;
    yield part;
  }
}
