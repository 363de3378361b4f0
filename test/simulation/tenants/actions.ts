import type { Answer } from '../account/simulated-api.ts';
import type { KnownVersion, Tenant } from './tenant.ts';

/** Something that a tenant does. */
export type Action = (tenant: Tenant) => Promise<void>;

const template = 'Deeptune_Bert_Small';

/** Trains, under a key that is used again where the answer is lost. */
async function train(tenant: Tenant, more: object = {}): Promise<void> {
  const { random } = tenant;
  const modelId = random.pick(tenant.models);
  const key = tenant.newName('key');
  const body = { model_versions: [{ train_info: { params: { template } }, ...more }] };
  const asked = { method: 'POST', path: `${tenant.base}/models/${modelId}/versions`, body, key };
  // Impatient: the same request twice at once.
  const both = random.chance(0.1)
    ? await Promise.all([tenant.once(asked), tenant.ask('POST', asked.path, asked)])
    : [await tenant.ask('POST', asked.path, asked)];
  const ids = both.flatMap((answer) => idOf(answer) ?? []);
  if (new Set(ids).size > 1) tenant.violate(`key ${key} started ${ids.join(' and ')}`);
  tenant.keys.set(key, { asked, id: ids[0] });
  if (ids[0] === undefined) return;
  tenant.jobs += 1;
  tenant.versions.push({ modelId, id: ids[0] });
}

/** One or several quotes at once; each is used, some twice, some after what they are of changed. */
async function quoted(tenant: Tenant): Promise<void> {
  const { random } = tenant;
  const modelId = random.pick(tenant.models);
  const train_info = { params: { template, dataset_id: 'texts' } };
  const model_versions = Array.from({ length: random.int(1, 3) }, () => ({ train_info }));
  const path = `/models/${modelId}/quotes`;
  const { status, body } = await tenant.ask('POST', path, { body: { model_versions } });
  if (status !== 200) return;
  if (random.chance(0.3)) await tenant.addTexts(1);
  const ids = (body.quotes as readonly { id: string }[]).map(({ id }) => id);
  const used = random.chance(0.3) ? [...ids, ...ids] : ids;
  await Promise.all(used.map((id) => useQuote(tenant, modelId, id)));
}

async function useQuote(tenant: Tenant, modelId: string, quote_id: string): Promise<void> {
  const body = { model_versions: [{ train_info: { params: { quote_id } } }] };
  const key = tenant.newName('quoted');
  const asked = { method: 'POST', path: `${tenant.base}/models/${modelId}/versions`, body, key };
  const id = idOf(await tenant.ask('POST', asked.path, asked));
  tenant.keys.set(key, { asked, id });
  if (id === undefined) return;
  tenant.jobs += 1;
  tenant.versions.push({ modelId, id });
}

function idOf({ status, body }: Answer): string | undefined {
  return status === 200 ? (body.model?.model_version?.id as string | undefined) : undefined;
}

/** An old request once more: the same version, or none where that was deleted. */
async function repeat(tenant: Tenant): Promise<void> {
  const [key, earlier] = pickOf(tenant, [...tenant.keys]) ?? [];
  if (!key || !earlier) return;
  const answer = await tenant.ask('POST', earlier.asked.path, earlier.asked);
  const id = idOf(answer);
  if (id === undefined) return;
  if (earlier.id === undefined) {
    tenant.keys.set(key, { ...earlier, id });
    tenant.versions.push({ modelId: modelOf(earlier.asked.path), id });
    tenant.jobs += 1;
  } else if (id !== earlier.id)
    tenant.violate(`key ${key} answered ${id}, and ${earlier.id} before`);
}

function modelOf(path: string): string {
  return /\/models\/([^/]+)\//.exec(path)?.[1] ?? '';
}

/** From an earlier version, if it can be trained from. */
async function retrain(tenant: Tenant): Promise<void> {
  const version = pickOf(tenant, tenant.versions);
  if (!version) return train(tenant);
  const resume_from_model = {
    user_id: tenant.userId,
    app_id: 'lab',
    id: version.modelId,
    model_version: { id: version.id },
  };
  const params = { template, dataset_id: 'texts' };
  return train(tenant, { train_info: { params, resume_from_model } });
}

async function stopOrDelete(tenant: Tenant): Promise<void> {
  const version = pickOf(tenant, tenant.versions);
  if (version) await tenant.ask('DELETE', pathOf(version));
}

async function stopOnly(tenant: Tenant): Promise<void> {
  const version = tenant.versions.at(-1);
  if (version) await tenant.ask('DELETE', `${pathOf(version)}?stop_only=true`);
}

/** Whatever was made last of each model, told by the list: its maker may not know of it yet. */
export async function stopNewest(tenant: Tenant): Promise<void> {
  for (const modelId of tenant.models) {
    const { body } = await tenant.ask('GET', `/models/${modelId}/versions`);
    const id = body.model_versions?.[0]?.id as string | undefined;
    if (id) await tenant.ask('DELETE', `${pathOf({ modelId, id })}?stop_only=true`);
  }
}

const pathOf = ({ modelId, id }: KnownVersion): string => `/models/${modelId}/versions/${id}`;

async function evaluate(tenant: Tenant): Promise<void> {
  const version = await trainedOf(tenant);
  if (!version) return train(tenant);
  const model = { id: version.modelId, model_version: { id: version.id } };
  const id = tenant.newName('measured');
  const body = { eval_metrics: [{ id, model, ground_truth_dataset: { id: 'texts' } }] };
  const { status } = await tenant.ask('POST', '/evaluations', { body });
  if (status !== 200) return;
  tenant.evaluations.push(id);
  tenant.jobs += 1;
}

async function predict(tenant: Tenant): Promise<void> {
  const version = await trainedOf(tenant);
  if (!version) return train(tenant);
  const id = tenant.newName('answers');
  const body = { prediction: { id, dataset: { id: 'texts' } } };
  const { status } = await tenant.ask('POST', `${pathOf(version)}/predictions`, { body });
  if (status === 200) tenant.jobs += 1;
}

async function deleteEvaluation(tenant: Tenant): Promise<void> {
  const id = pickOf(tenant, tenant.evaluations);
  if (id) await tenant.ask('DELETE', `/evaluations/${id}`);
}

/** One by one from the newest, as a person would look for it. */
async function trainedOf(tenant: Tenant): Promise<KnownVersion | undefined> {
  for (const version of tenant.versions.slice(-4).reverse()) {
    const { status, body } = await tenant.once({
      method: 'GET',
      path: tenant.base + pathOf(version),
    });
    if (status === 200 && body.model_version?.status?.code === 21100) return version;
  }
  return undefined;
}

async function schedule(tenant: Tenant): Promise<void> {
  const modelId = tenant.random.pick(tenant.models);
  const id = tenant.newName('often');
  const expression = tenant.random.pick([
    'rate(1 hour)',
    'rate(30 minutes)',
    'cron(0/20 * * * ? *)',
  ]);
  const body = {
    schedule: { id, dataset_id: 'texts', expression, min_new_inputs: 1, params: { template } },
  };
  const { status } = await tenant.ask('POST', `/models/${modelId}/schedules`, { body });
  if (status === 200) tenant.schedules.push({ modelId, id });
}

async function changeSchedule(tenant: Tenant): Promise<void> {
  const { modelId, id } = pickOf(tenant, tenant.schedules) ?? {};
  if (!id) return schedule(tenant);
  const change = tenant.random.pick([
    { paused: true },
    { paused: false },
    { expression: 'rate(45 minutes)' },
  ]);
  await tenant.ask('PATCH', `/models/${modelId}/schedules/${id}`, { body: { schedule: change } });
}

async function deleteSchedule(tenant: Tenant): Promise<void> {
  const { modelId, id } = pickOf(tenant, tenant.schedules) ?? {};
  if (id) await tenant.ask('DELETE', `/models/${modelId}/schedules/${id}`);
}

/** By hand: one that waits, one that was held back, one that is gone, or the one before. */
async function promote(tenant: Tenant): Promise<void> {
  const { modelId, id } = pickOf(tenant, tenant.versions) ?? {};
  if (!id) return train(tenant);
  const versionId = tenant.random.chance(0.3) ? 'previous' : id;
  const body = { promotion: { versionId, reason: 'as the simulation has it' } };
  await tenant.ask('POST', `/models/${modelId}/promotions`, { body });
}

async function askForApproval(tenant: Tenant): Promise<void> {
  const { random } = tenant;
  const body = { gate_policy: { requiresApproval: random.chance(0.3) } };
  await tenant.ask('PUT', `/models/${random.pick(tenant.models)}/gate`, { body });
}

async function addTexts(tenant: Tenant): Promise<void> {
  await tenant.addTexts(tenant.random.int(1, 3));
}

async function look(tenant: Tenant): Promise<void> {
  const paths = ['/models', '/evaluations', `/v2/users/${tenant.userId}/billing/amounts`];
  const { status, body } = await tenant.ask('GET', tenant.random.pick(paths));
  if (status >= 400 && status < 500)
    tenant.violate(`GET: ${status} ${JSON.stringify(body.status)}`);
}

/** What belongs to another: it must not be there for him. */
async function pry(tenant: Tenant, others: readonly Tenant[]): Promise<void> {
  const other = tenant.random.pick(others);
  const version = pickOf(tenant, other.versions);
  if (!version || other === tenant) return;
  for (const method of ['GET', 'DELETE']) {
    const { status } = await tenant.once({ method, path: `${other.base}${pathOf(version)}` });
    if (status === 200) tenant.violate(`${method} of ${other.userId}'s version was answered`);
  }
}

async function deleteModel(tenant: Tenant): Promise<void> {
  const id = tenant.random.pick(tenant.models);
  await tenant.ask('DELETE', `/models/${id}`);
  await tenant.pause(60_000);
  await tenant.ask('POST', '/models', {
    body: { models: [{ id, model_type_id: 'text-classifier' }] },
  });
}

/** Sets a limit, often below what is taken already, and higher again. */
async function budget(tenant: Tenant): Promise<void> {
  const { random } = tenant;
  const target = random.pick([
    { level: 'tenant' },
    { level: 'app', appId: 'lab' },
    { level: 'model', appId: 'lab', modelId: random.pick(tenant.models) },
  ]);
  const limit = random.pick([
    { monthMicros: random.int(0, 400_000) },
    { dayMicros: random.int(0, 400_000) },
    { monthMicros: random.int(0, 400_000), atLimit: 'notify' },
    { monthMicros: 40_000_000 },
    { dayMicros: 20_000_000 },
  ]);
  const path = `/v2/users/${tenant.userId}/billing/budgets`;
  await tenant.ask('PUT', path, { body: { budget: { ...target, ...limit } } });
  // Nobody leaves it so low for long.
  await tenant.pause(random.int(60_000, 900_000));
  const high = { monthMicros: 45_000_000, dayMicros: 45_000_000 };
  await tenant.ask('PUT', path, { body: { budget: { ...target, ...high } } });
}

function pickOf<T>({ random }: Tenant, all: readonly T[]): T | undefined {
  return all.length === 0 ? undefined : random.pick(all);
}

/** How often each is done. */
export const actions: Readonly<
  Record<
    string,
    {
      readonly weight: number;
      readonly run: (tenant: Tenant, others: readonly Tenant[]) => Promise<void>;
    }
  >
> = {
  train: { weight: 10, run: (tenant) => train(tenant) },
  retrain: { weight: 5, run: retrain },
  evaluate: { weight: 4, run: evaluate },
  predict: { weight: 3, run: predict },
  repeat: { weight: 3, run: repeat },
  'stop or delete': { weight: 4, run: stopOrDelete },
  stop: { weight: 3, run: stopOnly },
  'delete evaluation': { weight: 1, run: deleteEvaluation },
  'delete model': { weight: 0.5, run: deleteModel },
  schedule: { weight: 1.5, run: schedule },
  'change schedule': { weight: 1, run: changeSchedule },
  'delete schedule': { weight: 1, run: deleteSchedule },
  'add texts': { weight: 3, run: addTexts },
  promote: { weight: 2, run: promote },
  'ask for approval': { weight: 0.5, run: askForApproval },
  quoted: { weight: 4, run: quoted },
  budget: { weight: 2, run: budget },
  look: { weight: 2, run: look },
  pry: { weight: 1, run: pry },
};
