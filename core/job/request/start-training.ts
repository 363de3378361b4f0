import { readBudgets } from '../../billing/budget/budget.ts';
import { storeChosen } from '../../dataset/version/choose-dataset-version.ts';
import { assertWithinMaxPrice } from '../../billing/budget/max-price.ts';
import type { QuoteRecord } from '../../billing/quote/quote.ts';
import { fail, isError } from '../../errors.ts';
import { keys } from '../../records/keys.ts';
import { readRecord, toData, withRetry } from '../../records/records.ts';
import type { DomainEvent } from '../../ports/events.ts';
import type { Write } from '../../ports/table.ts';
import type { Model } from '../../model/model.ts';
import type { ModelVersion, QueuedVersion } from '../../model/model-version.ts';
import { nextVersion, withLatestVersion } from '../../model/version-id.ts';
import type { VersionPlace } from '../../model/version-id.ts';
import { getModel, getVersion, versionWrite } from '../../model/version-store.ts';
import { assertAffordable } from './assert-affordable.ts';
import { assertBaseModelStaged } from './base-model.ts';
import type { Dependencies } from '../../ports/host.ts';
import type { TrainingPlan } from './plan-training.ts';
import type { TrainingRequest } from './training-request.ts';
import { planTraining } from './plan-training.ts';
import { idsOfTraining, startWorkflow } from './start-workflow.ts';
import { plannedParts } from './planned-parts.ts';
import { assertQuoted, underQuote, usableQuote, useWrite } from './quote/accept-quote.ts';
import { quotedTraining } from './quote/quoted-job.ts';
import { withQuoted } from './quote/quoted-request.ts';
import { implicitQuoteWrite, quotableOf, quotingOf } from './quote/quoting.ts';
import type { Quoting } from './quote/quoting.ts';

/** What an idempotency key stands for, once used. Kept as long as the version. */
interface IdempotencyRecord {
  readonly requestHash: string;
  readonly modelId: string;
  readonly versionId: string;
}

export interface TrainingSubmission {
  readonly order: TrainingRequest;
  /** `Idempotency-Key` header: two requests with the same one start one training. */
  readonly idempotencyKey?: string;
  /** SHA-256 of the request, to tell a repetition from another request under the same key. */
  readonly requestHash: string;
  /**
   * Records of the caller that are stored together with the version, or not at all; asked for again
   * with each try, after the model was read.
   */
  readonly also?: (version: ModelVersion) => readonly Write[] | Promise<readonly Write[]>;
  /** What is asked for at the same time may cost so much: budgets must have room for all of it. */
  readonly besidesMicros?: number;
  /** Of the execution that it goes on in, which runs already: none is started. */
  readonly executionName?: string;
  /** What was planned for the same order just now; absent: it is planned here. */
  readonly plan?: TrainingPlan;
}

/** What starting a training uses. */
export type StartUses = Pick<
  Dependencies,
  | 'table'
  | 'objects'
  | 'settings'
  | 'now'
  | 'newId'
  | 'sha256'
  | 'newSha256'
  | 'load'
  | 'events'
  | 'tasks'
  | 'workflow'
>;

/**
 * Starts a training: checks the order, stores the new version as `queued` (together with its
 * dataset version, its quote and idempotency key, or not at all) and starts its workflow, whose
 * Admit step reserves the money before anything runs. Without a quote that the order names, one is
 * made and accepted. Where its dataset version is not ready, what needs the rows (checks, estimate,
 * reservation, quote) is left to the workflow's Prepare and Estimate steps.
 * @throws DeeptuneError of the user's fault (see `planTraining`), base-model-not-staged,
 *   budget-exceeded, max-price-exceeded, idempotency-conflict, quote-expired, quote-used,
 *   quote-void, does-not-exist
 */
export async function startTraining(
  request: TrainingSubmission,
  deps: StartUses,
): Promise<ModelVersion> {
  const earlier = await findEarlier(request, deps);
  if (earlier) return earlier;
  try {
    return await start(request, deps);
  } catch (error) {
    // The same request, sent twice at once: the other one has used its quote.
    const other = isError(error, 'quoteUsed') ? await findEarlier(request, deps) : undefined;
    if (other) return other;
    throw error;
  }
}

async function start(request: TrainingSubmission, deps: StartUses): Promise<ModelVersion> {
  const { scope } = request.order;
  const quote = await quoteOf(request.order, deps);
  const order = quote ? withQuoted(request.order, quote) : request.order;
  const plan = request.plan ?? (await planTraining(order, deps));
  await assertBaseModelStaged(plan, deps);
  const planned = { ...newVersion(plan.asked, plan, deps), ...executionOf(request) };
  if (quote) assertQuoted(quote, plan.worked && quotedTraining(planned));
  const draft = quote ? accepted(planned, quote) : planned;
  if (plan.worked) {
    const place = { ...scope, modelId: request.order.modelId };
    const budgets = await readBudgets(place, deps.now(), deps);
    const { maxAmountMicros } = draft.reservation;
    assertWithinMaxPrice({ ...plan.asked, askedMicros: maxAmountMicros });
    const askedMicros = maxAmountMicros + (request.besidesMicros ?? 0);
    await assertAffordable({ scope, budgets, askedMicros }, deps);
  }
  const quoting = plan.worked && !quote ? await quotingOf(scope.userId, deps) : undefined;
  const { version, isNew } = await store(request, { draft, plan, quoting }, deps);
  if (isNew) {
    if (request.executionName === undefined) await startWorkflow(idsOfTraining(version), deps);
    await deps.events.publish(queuedEvent(version));
  }
  return version;
}

function executionOf({ executionName }: TrainingSubmission): Pick<Draft, 'executionName'> {
  return executionName === undefined ? {} : { executionName };
}

/** Told again, it is the same fact. */
export function queuedEvent({ scope, id, modelId, createdAt }: ModelVersion): DomainEvent {
  const detail = { ...scope, versionId: id, modelId };
  return { type: 'model-version.queued', at: createdAt, detail };
}

async function quoteOf(
  { scope, modelId, quoteId }: TrainingRequest,
  deps: StartUses,
): Promise<QuoteRecord | undefined> {
  if (quoteId === undefined) return undefined;
  return (await usableQuote({ scope, modelId, quoteId }, deps)).value;
}

function accepted(draft: Draft, quote: QuoteRecord): Draft {
  return { ...draft, reservation: underQuote(draft.reservation, quote) };
}

/** A version that has no place among those of its model yet. */
type Draft = Omit<QueuedVersion, keyof VersionPlace>;

function newVersion(
  order: TrainingRequest,
  plan: TrainingPlan,
  deps: Pick<Dependencies, 'now'>,
): Draft {
  const at = deps.now();
  return {
    modelId: order.modelId,
    modelTypeId: plan.modelType.id,
    scope: order.scope,
    description: order.description,
    createdAt: at,
    modifiedAt: at,
    inferenceParams: plan.inferenceParams,
    outputConfig: plan.outputConfig,
    ...(order.inputInfo ? { inputInfo: order.inputInfo } : {}),
    status: 'queued',
    ...plannedParts(plan, at),
  };
}

function store(
  request: TrainingSubmission,
  { draft, plan, quoting }: { draft: Draft; plan: TrainingPlan; quoting: Quoting | undefined },
  deps: StartUses,
): Promise<{ version: ModelVersion; isNew: boolean }> {
  return withRetry(async () => {
    const earlier = await findEarlier(request, deps);
    if (earlier) return { version: earlier, isNew: false };
    const model = await getModel(deps.table, draft.scope, draft.modelId);
    // Behind the model's revision: one that is deleted meanwhile changes it.
    if (plan.parent) await getVersion(deps.table, { ...plan.parent, versionId: plan.parent.id });
    const version = quotedVersion({ ...draft, ...nextVersion(model.value, deps.newId()) }, quoting);
    const writes = [
      ...(await quoteWrites(version, quoting, deps)),
      versionWrite(version),
      modelWrite(version, model),
      ...idempotencyWrites(request, version),
      ...((await request.also?.(version)) ?? []),
    ];
    await storeChosen(
      version.scope,
      plan.chosen,
      (records) => deps.table.write([...writes, ...records]),
      deps,
    );
    return { version, isNew: true };
  });
}

/** One without a quote of its own gets the implicit one of its id. */
function quotedVersion(
  version: QueuedVersion & VersionPlace,
  quoting: Quoting | undefined,
): QueuedVersion & VersionPlace {
  if (!quoting) return version;
  return { ...version, reservation: { ...version.reservation, quoteId: version.id } };
}

/** What uses the quote that was asked for, or makes the implicit one. */
async function quoteWrites(
  version: QueuedVersion,
  quoting: Quoting | undefined,
  deps: StartUses,
): Promise<Write[]> {
  const { scope, modelId, id, reservation } = version;
  const { quoteId } = reservation;
  if (quoting) return [implicitQuoteWrite(quotableOf(version, deps), quoting, deps)];
  return quoteId === undefined ? [] : [await useWrite({ scope, modelId, quoteId }, id, deps)];
}

function modelWrite(
  version: QueuedVersion & VersionPlace,
  model: { value: Model; rev: number },
): Write {
  const changed = withLatestVersion(model.value, version);
  const data = toData({ ...changed, modifiedAt: version.createdAt });
  return { put: { ...keys.model(version.scope, version.modelId), data }, if: { rev: model.rev } };
}

function idempotencyWrites(request: TrainingSubmission, version: QueuedVersion): Write[] {
  if (request.idempotencyKey === undefined) return [];
  const record: IdempotencyRecord = {
    requestHash: request.requestHash,
    modelId: version.modelId,
    versionId: version.id,
  };
  const key = keys.idempotency(version.scope.userId, request.idempotencyKey);
  return [{ put: { ...key, data: toData(record) }, if: 'absent' }];
}

/** The version that a request of this key made; undefined: there was none. */
export async function findEarlier(
  request: Pick<TrainingSubmission, 'idempotencyKey' | 'requestHash'> & {
    readonly order: Pick<TrainingRequest, 'scope'>;
  },
  deps: Pick<Dependencies, 'table'>,
): Promise<ModelVersion | undefined> {
  if (request.idempotencyKey === undefined) return undefined;
  const { scope } = request.order;
  const record = await readRecord<IdempotencyRecord>(
    deps.table,
    keys.idempotency(scope.userId, request.idempotencyKey),
  );
  if (!record) return undefined;
  if (record.value.requestHash !== request.requestHash) {
    throw fail(
      'idempotencyConflict',
      `Idempotency-Key '${request.idempotencyKey}' was used for another request; choose a new key`,
    );
  }
  return (await getVersion(deps.table, { scope, ...record.value })).value;
}
