import type { Shot } from './load.ts';
import type { Tenant } from './population.ts';
import { appId, datasetId, inputId, modelId } from './population.ts';

type Choose = (below: number) => number;

const model = `/models/${modelId}`;

/**
 * The read endpoints, each for some tenant and some record of his; lists with the page size that a
 * client gets who asks for none (128).
 */
const reads: Readonly<Record<string, (tenant: Tenant, choose: Choose) => string>> = {
  GetApp: () => '',
  ListInputs: (tenant, choose) => `/inputs?page=${1 + choose(Math.ceil(tenant.inputs / 128))}`,
  GetInput: (tenant, choose) => `/inputs/${inputId(choose(tenant.inputs))}`,
  GetInputCount: () => '/inputs/status',
  ListAnnotations: () => '/annotations',
  ListConcepts: () => '/concepts',
  ListDatasets: () => '/datasets',
  ListDatasetInputs: () => `/datasets/${datasetId}/inputs`,
  ListModels: () => '/models',
  GetModel: () => model,
  ListModelVersions: () => `${model}/versions`,
  GetModelVersion: ({ versionIds }, choose) =>
    `${model}/versions/${versionIds[choose(versionIds.length)]}`,
  ListModelTypes: () => '/models/types',
  GetResourceCounts: () => '/resource_counts',
};
const names = Object.keys(reads);

/** What is asked: nothing but the framework, the read endpoints, or pages of the large tenant. */
export type LoadKind = 'bare' | 'mixed' | 'pages';

/** The requests of a load, the same ones in every run. */
export function shotsOf(kind: LoadKind, tenants: readonly Tenant[]): (n: number) => Shot {
  if (kind === 'bare') return () => ({ name: 'bare', path: '/v2/anything', key: 'none' });
  return kind === 'mixed' ? mixedReads(tenants, chance()) : pagesOf(tenants[0]!);
}

/** The same choices in every run: a linear congruential generator (Numerical Recipes). */
function chance(): Choose {
  let state = 1;
  return (below) => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Request n: the endpoints in turn, tenants and records by chance. */
function mixedReads(tenants: readonly Tenant[], choose: Choose): (n: number) => Shot {
  return (n) => {
    const name = names[n % names.length]!;
    const tenant = tenants[choose(tenants.length)]!;
    return { name, path: base(tenant) + reads[name]!(tenant, choose), key: tenant.key };
  };
}

/** Lists of the large tenant, with a page size that leaves 1,000 full pages. */
export const pageNumbers = [1, 10, 100, 1000];
export const pagedLists: Readonly<Record<string, string>> = {
  ListInputs: '/inputs?per_page=50',
  ListModelVersions: `${model}/versions?per_page=5`,
};

function pagesOf(tenant: Tenant): (n: number) => Shot {
  const all = Object.entries(pagedLists).flatMap(([name, path]) =>
    pageNumbers.map((page) => ({ name: `${name} ${page}`, path: `${path}&page=${page}` })),
  );
  return (n) => {
    const { name, path } = all[n % all.length]!;
    return { name, path: base(tenant) + path, key: tenant.key };
  };
}

function base({ userId }: Tenant): string {
  return `/v2/users/${userId}/apps/${appId}`;
}
