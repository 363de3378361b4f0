import { assertWithinMaxPrice } from '../../../billing/budget/max-price.ts';
import { groupMaximum, newGroupWrite } from '../../../billing/quote/group.ts';
import type { QuoteGroup, QuoteRecord } from '../../../billing/quote/quote.ts';
import { quoteWrite } from '../../../billing/quote/quote-store.ts';
import { fail } from '../../../errors.ts';
import { heldOutMetrics } from '../../../evaluation/held-out.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Scope } from '../../../records/keys.ts';
import { toData } from '../../../records/records.ts';
import { assertBaseModelStaged } from '../base-model.ts';
import {
  assertMeasurable,
  isOwnDataset,
  measuredConcepts,
} from '../inference/evaluation-checks.ts';
import { planInference } from '../inference/plan-inference.ts';
import type { InferenceRequest } from '../inference/plan-inference.ts';
import { planTraining } from '../plan-training.ts';
import type { TrainingPlan } from '../plan-training.ts';
import { plannedParts } from '../planned-parts.ts';
import { shownReservation } from '../reservation.ts';
import type { TrainingRequest } from '../training-request.ts';
import { keptRequest } from './quoted-request.ts';
import { quotedInference, quotedTraining, withoutVersion } from './quoted-job.ts';
import { openQuote, quotingOf } from './quoting.ts';
import type { Quotable } from './quoting.ts';

type Order = Quotable & Pick<QuoteRecord, 'request'>;

/**
 * Quotes trainings of one model, each as `startTraining` would store it now. Nothing is frozen for
 * that: of a dataset without a version its content is remembered, and a quote is void once that has
 * changed. Several share one maximum, see `groupMaximum`.
 * @throws DeeptuneError those of `planTraining`; base-model-not-staged; max-price-exceeded;
 *   dataset-version-not-ready where the rows are not there to be counted
 */
export async function quoteTrainings(
  orders: readonly TrainingRequest[],
  deps: Dependencies,
): Promise<QuoteRecord[]> {
  const quotables: Order[] = [];
  for (const order of orders) {
    const plan = await planTraining(order, deps);
    await assertBaseModelStaged(plan, deps);
    quotables.push(trainingOrder(plan, deps));
  }
  return storeQuotes(quotables, deps);
}

function trainingOrder(plan: TrainingPlan, { now }: Pick<Dependencies, 'now'>): Order {
  const { asked, chosen, modelType, outputConfig } = plan;
  if (!plan.worked) throw notReady(plan);
  const parts = plannedParts(plan, now());
  assertWithinMaxPrice({ ...asked, askedMicros: parts.reservation.maxAmountMicros });
  const job = quotedTraining({ modelTypeId: modelType.id, outputConfig, ...parts });
  return {
    ...{ scope: asked.scope, modelId: asked.modelId, reservation: parts.reservation },
    job: chosen.isNew ? withoutVersion(job) : job,
    instanceType: plan.instanceType,
    request: keptRequest(plan),
  };
}

function notReady({ chosen: { dataset, isNew } }: TrainingPlan): Error {
  const what = isNew
    ? `Dataset '${dataset.datasetId}' has more inputs than are counted within a request: make a dataset version of it (POST /datasets/${dataset.datasetId}/versions)`
    : `Dataset version '${dataset.id}' is still being frozen`;
  return fail(
    'datasetVersionNotReady',
    `${what}, and ask for a quote of that once its status is 64015 (ready)`,
  );
}

/**
 * Quotes an evaluation or a batch prediction.
 * @throws DeeptuneError those of `planInference`; evaluation-needs-…; invalid-request for an
 *   evaluation that needs no job
 */
export async function quoteInference(
  request: InferenceRequest,
  deps: Dependencies,
): Promise<QuoteRecord[]> {
  assertNeedsJob(request);
  const plan = await planInference(request, deps);
  if (request.kind === 'evaluate' && !isOwnDataset(request, request.version))
    assertMeasurable(plan.version, measuredConcepts(plan.version, plan.dataset), plan.dataset);
  const { version, estimate, transfer, instanceType, chosen } = plan;
  const { datasetId, datasetVersionId } = request;
  const job = quotedInference(plan);
  const kept = { datasetId, datasetVersionId, instanceType: request.instanceType };
  const order: Order = {
    ...{ scope: version.scope, modelId: version.modelId, instanceType },
    job: chosen.isNew ? withoutVersion(job) : job,
    reservation: shownReservation(estimate, { transfer, madeAt: deps.now() }),
    request: toData(
      Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    ),
  };
  return storeQuotes([order], deps);
}

/** What a training measured of its held-out inputs is there, and costs nothing. */
function assertNeedsJob({ kind, version, ...asked }: InferenceRequest): void {
  if (kind !== 'evaluate' || !isOwnDataset(asked, version) || !heldOutMetrics(version)) return;
  throw fail(
    'invalidRequest',
    `An evaluation of version '${version.id}' on what it was trained on takes what its training measured of its held-out inputs: it needs no job and costs nothing, so there is nothing to quote`,
  );
}

/** All in one transaction, with their group where they are several. */
async function storeQuotes(orders: readonly Order[], deps: Dependencies): Promise<QuoteRecord[]> {
  const [first] = orders;
  if (!first) return [];
  const { scope } = first;
  const quoting = await quotingOf(scope.userId, deps);
  const group = orders.length > 1 ? groupOf(orders, deps) : undefined;
  const records = orders.map((order) => openQuote({ ...order, group }, quoting, deps));
  await deps.table.write([
    ...records.map((record) => quoteWrite(record, 'absent')),
    ...(group ? [newGroupWrite(scope, group)] : []),
  ]);
  return records;
}

function groupOf(
  orders: readonly { readonly scope: Scope; readonly reservation: Order['reservation'] }[],
  { newId }: Pick<Dependencies, 'newId'>,
): QuoteGroup {
  const prices = orders.map(({ reservation }) => ({
    priceMicros: reservation.estimatedAmountMicros,
    maxPriceMicros: reservation.maxAmountMicros,
  }));
  return { id: newId(), maxPriceMicros: groupMaximum(prices) };
}
