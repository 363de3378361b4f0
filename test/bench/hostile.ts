import type { Tenant } from './population.ts';
import { appId, datasetId, modelId } from './population.ts';

/** One of the worst requests that a tenant can send. */
export interface HostileRequest {
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: string | Uint8Array;
  /** Of `body`, sent without saying how long it is: so many times. */
  readonly times?: number;
}

const repeated = <T>(count: number, make: (n: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n));

/**
 * Bodies are made once: what is measured is the server. They are sent as the large tenant, who has
 * most to be searched, paged and exported.
 */
export function hostileRequests({ userId }: Tenant): HostileRequest[] {
  const base = `/v2/users/${userId}/apps/${appId}`;
  const request = (
    name: string,
    method: HostileRequest['method'],
    path: string,
    body?: unknown,
  ): HostileRequest => ({
    ...{ name, method, path: base + path },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return [
    ...patterns(request),
    ...bodies(request),
    ...walks(request),
    {
      ...request('a body without a length', 'POST', '/inputs'),
      body: new Uint8Array(1_000_000).fill(0x20),
      times: 100,
    },
  ];
}

type Make = (
  name: string,
  method: HostileRequest['method'],
  path: string,
  body?: unknown,
) => HostileRequest;

function patterns(request: Make): HostileRequest[] {
  const search = (name: string) => ({ concept_query: { name } });
  const filters = repeated(5_000, (n) => ({
    annotation: { data: { concepts: [{ id: `c${n}` }] } },
  }));
  return [
    request(
      'a pattern of 1,000,000 stars',
      'POST',
      '/concepts/searches',
      search('*'.repeat(1_000_000)),
    ),
    request('a pattern of 400 stars', 'POST', '/concepts/searches', search('*a'.repeat(400))),
    request('a search of 5,000 words', 'GET', `/concepts?search=${'a%20'.repeat(2_000)}`),
    request('5,000 filters', 'POST', '/inputs/searches', { searches: [{ query: { filters } }] }),
  ];
}

function bodies(request: Make): HostileRequest[] {
  const raw = { raw: 'a text' };
  const labelled = (n: number) => ({
    data: { text: raw, concepts: repeated(50, (k) => ({ id: `hostile-${n}-${k}`, value: 1 })) },
  });
  const names = Object.fromEntries(repeated(1_000_000, (n) => [`k${n}`, n]));
  const datasets = (description: string) => ({ datasets: [{ id: 'hostile', description }] });
  const texts = repeated(128, (n) => ({ data: { text: { raw: `${n} `.repeat(20_000) } } }));
  return [
    request('128 inputs x 50 new concepts', 'POST', '/inputs', { inputs: repeated(128, labelled) }),
    request('a million names', 'POST', '/inputs', {
      inputs: [{ data: { text: raw, metadata: names } }],
    }),
    request('a description of 30 MB', 'POST', '/datasets', datasets('x'.repeat(30_000_000))),
    request('100,000 levels', 'POST', '/inputs', `{"inputs":${'['.repeat(1e5)}${']'.repeat(1e5)}}`),
    request('1,000,000 ids', 'DELETE', '/inputs', { ids: repeated(1_000_000, (n) => `i${n}`) }),
    request('128 texts of 80,000 characters', 'POST', '/inputs', { inputs: texts }),
    request('a value of 10 MB that is refused', 'POST', '/inputs', {
      inputs: 'x'.repeat(10_000_000),
    }),
  ];
}

function walks(request: Make): HostileRequest[] {
  const nothing = { searches: [{ query: { filters: [{ input: { id: 'none' } }] } }] };
  return [
    request('the largest page', 'GET', '/inputs?page=50&per_page=1000'),
    request('the largest page of annotations', 'GET', '/annotations?page=50&per_page=1000'),
    request('the largest page of versions', 'GET', `/models/${modelId}/versions?per_page=1000`),
    request('a search of everything', 'POST', '/inputs/searches', nothing),
    request('counts of concepts', 'GET', '/concepts/status'),
    request('a stream by creation', 'GET', '/inputs/stream?per_page=1000'),
    request('a dataset version of 50,000', 'POST', `/datasets/${datasetId}/versions`, {
      dataset_versions: [{ description: 'hostile' }],
    }),
  ];
}
