import { createHash, randomUUID } from 'node:crypto';
import { createApiKey } from '../../core/access/authenticate.ts';
import type { App } from '../../core/access/app.ts';
import type { Dataset } from '../../core/dataset/version/dataset-version.ts';
import type { Concept, Input } from '../../core/dataset/record/input.ts';
import { inputWrite } from '../../core/dataset/record/store-input.ts';
import { keys } from '../../core/records/keys.ts';
import type { Scope } from '../../core/records/keys.ts';
import type { Key, Table, Write } from '../../core/ports/table.ts';
import { toData } from '../../core/records/records.ts';
import type { Model } from '../../core/model/model.ts';
import { nextVersion } from '../../core/model/version-id.ts';
import { versionWrite } from '../../core/model/version-store.ts';
import { trainedVersion } from './trained-version.ts';

/** One user with one app, one dataset, one model. */
export interface Tenant {
  readonly userId: string;
  readonly key: string;
  readonly inputs: number;
  readonly versionIds: readonly string[];
}

export const appId = 'main';
export const datasetId = 'everything';
export const modelId = 'reader';
export const inputId = (n: number) => `input-${String(n).padStart(6, '0')}`;

/**
 * Half of everything belongs to the first tenant, so that there are pages to turn; the other half
 * is shared out evenly.
 */
const tenantCount = 100;
const inputsOf = (tenant: number) => (tenant === 0 ? 50_500 : 500);
const versionsOf = (tenant: number) => (tenant === 0 ? 5_050 : 50);

const firstDay = Date.parse('2026-01-01T00:00:00Z');
const at = (n: number) => new Date(firstDay + n * 1000).toISOString();
const newId = () => randomUUID().replaceAll('-', '');

/** 100 tenants, 10,000 versions and 100,000 inputs, through the table port. */
export async function populate(table: Table): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  for (let tenant = 0; tenant < tenantCount; tenant += 1)
    tenants.push(await populateTenant(table, tenant));
  return tenants;
}

async function populateTenant(table: Table, number: number): Promise<Tenant> {
  const userId = `tenant-${number}`;
  const scope = { userId, appId };
  const counts = { versions: versionsOf(number), inputs: inputsOf(number) };
  const versionIds = await populateApp(table, scope, counts);
  const sha256 = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex');
  const asked = { userId, description: 'bench', scopes: ['All'] };
  const { key } = await createApiKey(asked, { table, newId, sha256, now: () => at(0) });
  return { userId, key, inputs: inputsOf(number), versionIds };
}

/** An app with one dataset of so many inputs, and one model of so many versions: their ids. */
export async function populateApp(
  table: Table,
  scope: Scope,
  { versions, inputs }: { readonly versions: number; readonly inputs: number },
): Promise<readonly string[]> {
  const versionIds = Array.from({ length: versions }, (_, n) =>
    nextVersion({ lastSequence: n }, newId()),
  ).map(({ id }) => id);
  const writes: Write[] = [
    ...appWrites(scope, versionIds.at(-1) ?? ''),
    ...versionIds.map((id, n) => versionWrite(trainedVersion(scope, modelId, id, at(n)))),
    ...Array.from({ length: inputs }, (_, n) => inputWrite(scope, input(n), 'absent')),
  ];
  for (let from = 0; from < writes.length; from += 100)
    await table.write(writes.slice(from, from + 100));
  return versionIds;
}

function appWrites(scope: Scope, latestVersionId: string): Write[] {
  const times = { createdAt: at(0), modifiedAt: at(0) };
  const app: App = { id: scope.appId, description: '', ...times };
  const dataset: Dataset = { id: datasetId, description: '', ...times };
  const text = { description: '', notes: '', metadata: {} };
  const model: Model = {
    id: modelId,
    name: modelId,
    modelTypeId: 'text-classifier',
    ...text,
    concepts: [],
    ...times,
    latestVersionId,
  };
  return [
    put(keys.app(scope), app),
    put(keys.dataset(scope, datasetId), dataset),
    put(keys.model(scope, modelId), model),
    ...concepts.map((concept) => put(keys.concept(scope, concept.id), concept)),
  ];
}

const put = (key: Key, value: object): Write => ({ put: { ...key, data: toData(value) } });

const concepts: readonly Concept[] = ['good', 'bad'].map((id) => ({
  id,
  name: id,
  createdAt: at(0),
}));

function input(n: number): Input {
  const { id, name } = concepts[n % 2]!;
  return {
    id: inputId(n),
    data: {
      kind: 'text',
      text: `review ${n}: the room was clean and the staff was kind. `.repeat(3),
    },
    concepts: [{ id, name, value: 1 }],
    metadata: { source: 'bench', row: n },
    datasetIds: [datasetId],
    createdAt: at(n),
    modifiedAt: at(n),
  };
}
