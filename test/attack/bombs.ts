import { gzipSync } from 'node:zlib';
import { attempt } from './attack.ts';
import type { Target } from './attack.ts';
import { userId } from './host-process.ts';
import { gif, png, pngWithText, tiff } from './pictures.ts';
import type { Answered } from './request.ts';
import { ask, evidence } from './request.ts';

const base = `/v2/users/${userId}/apps/lab`;
/** No input was taken in. */
const isNotIngested = ({ status, text }: Answered) =>
  status > 0 && status < 500 && !/"code":30000\b/.test(text);

/** A little that becomes very much: pictures, masks, archives. */
export async function attackBombs(target: Target): Promise<void> {
  const key = target.host.key;
  const pictures: Readonly<Record<string, Buffer>> = {
    'a PNG of 50,000 x 50,000': png(50_000, 50_000, 10),
    'a PNG of 2^31 x 2^31': png(10, 10).fill(0x7f, 16, 24),
    'a PNG of 30,000 x 30,000, whole': png(30_000, 30_000, 3_000),
    'a TIFF of 60,000 x 60,000': tiff(60_000, 60_000),
    'a TIFF of 2^32 x 2^32': tiff(0xffff_ffff, 0xffff_ffff),
    'a GIF of 65,535 x 65,535': gif(65_535, 65_535),
    'an archive': gzipSync(Buffer.alloc(50_000_000)),
  };
  for (const [what, bytes] of Object.entries(pictures))
    for (const [path, body] of bodiesWith(bytes.toString('base64')))
      await attempt(target, {
        kind: 'bombs',
        what: `${what} to ${path}`,
        asked: { method: 'POST', path: base + path, key, body, timeout: 60 },
        isRight: isNotIngested,
      });
  const big = png(13_000, 13_000).toString('base64');
  const many = Array.from({ length: 128 }, () => ({ data: { image: { base64: big } } }));
  for (const path of ['/inputs', '/models/reader/outputs'])
    await attempt(target, {
      kind: 'bombs',
      what: `128 PNGs of 169 Mpx to ${path}`,
      asked: { method: 'POST', path: base + path, key, body: { inputs: many }, timeout: 120 },
      isRight: isNotIngested,
    });
  await attempt(target, {
    kind: 'bombs',
    what: 'a PNG with a text of 200 MB',
    asked: {
      method: 'POST',
      path: `${base}/inputs`,
      key,
      body: inputsWith(pngWithText(200_000_000).toString('base64')),
    },
    isRight: ({ status }) => status > 0 && status < 500,
  });
  await control(target);
}

function bodiesWith(base64: string): [string, object][] {
  const region = {
    region_info: { mask: { image: { base64 } } },
    data: { concepts: [{ id: 'good' }] },
  };
  return [
    ['/inputs', inputsWith(base64)],
    ['/models/reader/outputs', inputsWith(base64)],
    ['/annotations', { annotations: [{ input_id: 'good-0', data: { regions: [region] } }] }],
  ];
}

function inputsWith(base64: string): object {
  return { inputs: [{ data: { image: { base64 } } }] };
}

async function control({ host, report }: Target): Promise<void> {
  const asked = {
    method: 'POST',
    path: `${base}/inputs`,
    key: host.key,
    body: inputsWith(png(64, 64).toString('base64')),
  };
  const answer = await ask(host.url, asked);
  report.control('bombs', 'a PNG of 64 x 64', answer.status === 200, () =>
    evidence(host.url, asked, answer),
  );
  const question = {
    method: 'POST',
    path: `${base}/models/reader/outputs`,
    key: host.key,
    body: { inputs: [{ data: { text: { raw: 'a good text' } } }] },
    timeout: 60,
  };
  const output = await ask(host.url, question);
  report.control('bombs', 'a prediction', output.status === 200, () =>
    evidence(host.url, question, output),
  );
}
