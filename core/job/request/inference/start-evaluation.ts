import { fail } from '../../../errors.ts';
import type { QuoteRecord } from '../../../billing/quote/quote.ts';
import type { JsonObject } from '../../../json.ts';
import type { Evaluation, EvaluationByJob } from '../../../evaluation/evaluation.ts';
import { evaluated, evaluationWrite, storeMetrics } from '../../../evaluation/evaluation.ts';
import type { EvaluationMetrics } from '../../../evaluation/figures.ts';
import { heldOutCount, heldOutMetrics } from '../../../evaluation/held-out.ts';
import type { LoadableVersion } from '../../../model/model-version.ts';
import { assertLoadable, conceptsOfVersion } from '../../../model/model-version.ts';
import type { VersionRef } from '../../../model/version-store.ts';
import { getVersion } from '../../../model/version-store.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { keys } from '../../../records/keys.ts';
import { createRecords, readAll } from '../../../records/records.ts';
import { nextSequence } from '../../../records/sequence.ts';
import { assertMeasurable, isOwnDataset, measuredConcepts } from './evaluation-checks.ts';
import { planInference } from './plan-inference.ts';
import { withQuotedOver } from '../quote/quoted-request.ts';
import { namedQuote, newInferenceJob } from './new-inference-job.ts';
import { idsOfEvaluation } from '../start-workflow.ts';
import { storeInference } from './store-inference.ts';

/** An evaluation as asked for. */
export interface EvaluationRequest {
  /** Absent: we choose one. */
  readonly id?: string;
  readonly ref: VersionRef;
  /**
   * Absent, or what the version was trained on: the metrics that the trainer measured on held-out
   * rows, if it held any out.
   */
  readonly groundTruth: { readonly datasetId?: string; readonly datasetVersionId?: string };
  readonly params: JsonObject;
  readonly userMetrics: JsonObject;
  /** The quote that it is asked for under; absent: one is made for it. */
  readonly quoteId?: string;
}

/**
 * Stores a new evaluation. On the version's own dataset it is done at once; on another, and where
 * nothing was held out, a job measures it.
 * @throws DeeptuneError version-not-trained, does-not-exist, already-exists, evaluation-needs-…,
 *   budget-exceeded, quote-expired, quote-used, quote-void, and those of `planInference`
 */
export async function startEvaluation(
  order: EvaluationRequest,
  deps: Dependencies,
): Promise<Evaluation> {
  const start = await check(order, deps);
  return start(await nextPlace([order], [], deps));
}

/**
 * As `startEvaluation`, several: none is started where one of them is refused.
 * @throws DeeptuneError as that
 */
export async function startEvaluations(
  orders: readonly EvaluationRequest[],
  deps: Dependencies,
): Promise<Evaluation[]> {
  const ids = orders.flatMap(({ id }) => (id === undefined ? [] : [id]));
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined)
    throw fail('alreadyExists', `Evaluation '${twice}' is asked for twice in this request`);
  const checked: Start[] = [];
  for (const order of orders) checked.push(await check(order, deps));
  const started: Evaluation[] = [];
  for (const start of checked) started.push(await start(await nextPlace(orders, started, deps)));
  return started;
}

/** Stores a checked evaluation in this place, and starts its job, if it needs one. */
type Start = (sequence: number) => Promise<Evaluation>;

/** Behind those of the app and those that this request has started. */
async function nextPlace(
  [order]: readonly EvaluationRequest[],
  started: readonly Evaluation[],
  { table }: Pick<Dependencies, 'table'>,
): Promise<number> {
  if (started.length > 0 || !order) return nextSequence(started);
  return nextSequence(await readAll<Evaluation>(table, keys.evaluationsOf(order.ref.scope)));
}

async function check(order: EvaluationRequest, deps: Dependencies): Promise<Start> {
  const { id, ref } = order;
  if (id !== undefined && (await deps.table.get(keys.evaluation(ref.scope, id))))
    throw fail('alreadyExists', `Evaluation '${id}' already exists`);
  const { value: version } = await getVersion(deps.table, order.ref);
  assertLoadable(version);
  const quote = await namedQuote(ref, order.quoteId, deps);
  const asked = quote ? { ...order, groundTruth: dataOf(order, quote) } : order;
  const isOwn = isOwnDataset(asked.groundTruth, version);
  const metrics = isOwn ? heldOutMetrics(version) : undefined;
  if (!metrics) return measureByJob(asked, { version, isOwn, quote }, deps);
  if (!quote) return takeHeldOut(asked, { version, metrics }, deps);
  throw fail(
    'invalidRequest',
    `This evaluation takes what the training measured of its held-out inputs: it needs no job, costs nothing and uses no quote. Leave quote_id '${quote.quote.id}' out`,
  );
}

/** What of the data a request under a quote leaves out is as it was quoted. */
function dataOf({ groundTruth }: EvaluationRequest, quote: QuoteRecord) {
  const { datasetId, datasetVersionId } = withQuotedOver(groundTruth, quote);
  return {
    ...(datasetId === undefined ? {} : { datasetId }),
    ...(datasetVersionId === undefined ? {} : { datasetVersionId }),
  };
}

/** Where a quoted job runs. */
function placeOf(quote: QuoteRecord | undefined): { readonly instanceType?: string } {
  const { instanceType } = quote ? withQuotedOver({}, quote) : {};
  return instanceType === undefined ? {} : { instanceType };
}

function takeHeldOut(
  order: EvaluationRequest,
  { version, metrics }: { version: LoadableVersion; metrics: EvaluationMetrics },
  deps: Dependencies,
): Start {
  const total = heldOutCount(version);
  const { datasetId, datasetVersionId } = version.training;
  const started: Evaluation = {
    ...newEvaluation(order, version, deps),
    concepts: conceptsOfVersion(version),
    groundTruth: { datasetId, datasetVersionId },
    rows: { total, done: total, seenInTraining: 0, failed: 0 },
    status: 'evaluating',
  };
  const evaluation = evaluated(started, metrics);
  return async (sequence) => {
    await storeMetrics(evaluation, metrics, deps);
    const placed = { ...evaluation, sequence };
    await createRecords(deps.table, [evaluationWrite(placed)], `Evaluation '${placed.id}'`);
    return placed;
  };
}

interface Measured {
  readonly version: LoadableVersion;
  readonly isOwn: boolean;
  readonly quote: QuoteRecord | undefined;
}

/**
 * @param about.isOwn what the version was trained on, of which so little was there that none was
 *   held out: it is measured however few the inputs are, and `seenInTraining` says what that is
 *   worth
 */
async function measureByJob(
  order: EvaluationRequest,
  { version, isOwn, quote }: Measured,
  deps: Dependencies,
): Promise<Start> {
  const { datasetId, datasetVersionId } = version.training;
  const groundTruth = isOwn ? { datasetId, datasetVersionId } : order.groundTruth;
  const place = placeOf(quote);
  const plan = await planInference({ kind: 'evaluate', version, ...groundTruth, ...place }, deps);
  const { dataset } = plan;
  const concepts = measuredConcepts(version, dataset);
  if (!isOwn) assertMeasurable(version, concepts, dataset);
  const { job, quoteWrites } = await newInferenceJob(plan, quote, deps);
  const evaluation: EvaluationByJob = {
    ...newEvaluation(order, version, deps),
    concepts,
    groundTruth: { datasetId: dataset.datasetId, datasetVersionId: dataset.id },
    rows: { total: dataset.inputCount, done: 0, seenInTraining: 0, failed: 0 },
    ...(isOwn ? { minInputsPerConcept: 0 } : {}),
    status: 'evaluating',
    job,
  };
  const name = `Evaluation '${evaluation.id}'`;
  return async (sequence) => {
    const placed = { ...evaluation, sequence };
    const write = evaluationWrite(placed);
    await storeInference({ plan, write, quoteWrites, name, ids: idsOfEvaluation(placed) }, deps);
    return placed;
  };
}

function newEvaluation(order: EvaluationRequest, version: LoadableVersion, deps: Dependencies) {
  const { ref, params, userMetrics } = order;
  return {
    id: order.id ?? deps.newId(),
    ...ref,
    modelTypeId: version.modelTypeId,
    createdAt: deps.now(),
    trainDatasetId: version.training.datasetId,
    params,
    userMetrics,
  };
}
