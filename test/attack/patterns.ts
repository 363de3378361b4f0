import { attempt } from './attack.ts';
import type { Target } from './attack.ts';
import { userId } from './host-process.ts';
import type { Answered } from './request.ts';

const base = `/v2/users/${userId}/apps/lab`;
/** What makes a matcher go back and try again. */
const floods: Readonly<Record<string, string>> = {
  'a million stars': '*'.repeat(1_000_000),
  'stars between letters': '*a'.repeat(500_000),
  'stars that never match': `${'*x'.repeat(20_000)}!`,
  'a regular expression': `(${'a+'.repeat(30)})+$`,
  'nested quantifiers': `${'(a*)*'.repeat(1_000)}b`,
  brackets: '['.repeat(100_000),
  'back slashes': '\\'.repeat(100_001),
  'percent signs': '%'.repeat(100_000),
};
/** The longest of these that a request line carries. */
const maxInPath = 12_000;

/** Searches and filters that cost the matcher more than the sender. */
export async function attackPatterns(target: Target): Promise<void> {
  const key = target.host.key;
  const isSafe = ({ status }: Answered) => status > 0 && status < 500;
  for (const [what, flood] of Object.entries(floods)) {
    const bodies: [string, object][] = [
      ['/concepts/searches', { concept_query: { name: flood } }],
      ['/models/searches', { model_query: { name: flood } }],
      ['/inputs/searches', searchFor({ input: { data: { text: { raw: flood } } } })],
      ['/inputs/searches', searchFor({ input: { data: { metadata: { lang: flood } } } })],
      [
        '/annotations/searches',
        searchFor({ annotation: { data: { concepts: [{ name: flood, value: 1 }] } } }),
      ],
    ];
    for (const [path, body] of bodies)
      await attempt(target, {
        kind: 'patterns',
        what: `${what} in ${path}`,
        asked: { method: 'POST', path: base + path, key, body },
        isRight: isSafe,
      });
    const text = encodeURIComponent(flood.slice(0, maxInPath / 3));
    for (const path of [
      `/models?name=${text}`,
      `/datasets?search=${text}`,
      `/concepts?name=${text}`,
      `/models/${text}`,
    ])
      await attempt(target, {
        kind: 'patterns',
        what: `${what} in ${path.slice(0, 16)}`,
        asked: { method: 'GET', path: base + path, key },
        isRight: isSafe,
      });
  }
  for (const per_page of ['0', '-1', '1e9', '999999999', 'x', '%00'])
    await attempt(target, {
      kind: 'patterns',
      what: `per_page=${per_page}`,
      asked: { method: 'GET', path: `${base}/inputs?page=1&per_page=${per_page}`, key },
      isRight: isSafe,
    });
}

function searchFor(filter: object): object {
  return { searches: [{ query: { filters: [filter] } }] };
}
