import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { EvalMetrics, InferenceJob } from '../../core/api/wire/messages.ts';
import { datasetVersionOrNewest } from '../datasets/find-dataset.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus, usageFailure } from '../frame/failure.ts';
import { safeText } from '../frame/output/safe-text.ts';
import { commandLine } from '../frame/output/words.ts';
import { forecastLines } from '../jobs/forecast-lines.ts';
import { endedLines, jobLine } from '../jobs/inference-words.ts';
import { untilEnded } from '../jobs/until-ended.ts';
import { evaluationFactsOf, evaluationLines, writeConcepts } from './evaluation-words.ts';
import { heldOutLines, writeHeldOutConcepts } from './held-out-words.ts';
import { findModel } from '../training/find-model.ts';
import { versionOrPromoted } from '../training/promoted.ts';
import { datasetVersionOf } from './version-facts.ts';

/** What was asked of `deeptune evaluate`. */
export interface EvaluateOptions {
  readonly version?: string;
  readonly dataset?: string;
  readonly datasetVersion?: string;
  readonly id?: string;
  /** False: `--no-watch`. */
  readonly watch: boolean;
}

export interface EvaluateArguments extends EvaluateOptions {
  readonly modelId: string;
}

/** Clarifai's codes of an evaluation that is not done. */
const underWay = [21303, 21301];
const evaluated = 21300;

/**
 * Carries out `deeptune evaluate`.
 * @throws CommandFailure: declined or failed (1), called wrongly (2), not found (3); ApiError
 */
export async function evaluate(
  context: CommandContext,
  own: Command,
  options: EvaluateArguments,
): Promise<void> {
  const { client } = await context.connect(own);
  await findModel(client, options.modelId);
  const version = await versionOrPromoted(client, options.modelId, options.version);
  if (options.dataset === undefined) {
    if (options.datasetVersion !== undefined)
      throw usageFailure(
        '--dataset-version needs --dataset',
        commandLine('evaluate', options.modelId, '--dataset', 'id'),
      );
    const output = context.output(own);
    if (output.format === 'csv') writeHeldOutConcepts(output, version);
    else output.text(heldOutLines(version).map(safeText), version.metrics ?? null);
    return;
  }
  const on = await datasetVersionOrNewest(client, options.dataset, options.datasetVersion);
  const evaluating = { context, own, client, options };
  const dataset = { id: options.dataset, version: { id: on.id } };
  if (datasetVersionOf(version) === on.id)
    context.say(own, 'It was trained on this version: what was held out of it is measured already');
  else await agree(evaluating, version.id, dataset);
  const id = await start(evaluating, version.id, dataset);
  if (!options.watch) {
    context.output(own).text([id], { id });
    context.say(own, `evaluation ${id} is under way; ${commandLine('activity')} shows it`);
    return;
  }
  await watchAndPrint(evaluating, id);
}

interface Evaluating {
  readonly context: CommandContext;
  readonly own: Command;
  readonly client: Client;
  readonly options: EvaluateArguments;
}

interface NamedDataset {
  readonly id: string;
  readonly version: { readonly id: string };
}

/** Says what the job will cost, and asks. */
async function agree(
  { context, own, client, options }: Evaluating,
  versionId: string,
  dataset: NamedDataset,
): Promise<void> {
  const at = { model_id: options.modelId, version_id: versionId };
  const job = { kind: 'evaluate' as const, dataset };
  const { estimate } = await client.call('PostModelVersionJobEstimates', at, { job });
  context.say(
    own,
    `a job measures ${options.modelId} ${versionId} on dataset version ${dataset.version.id} of '${dataset.id}':`,
  );
  for (const line of forecastLines(estimate)) context.say(own, line);
  await context.confirm(own, 'Start it?');
}

async function start(
  { client, options }: Evaluating,
  versionId: string,
  dataset: NamedDataset,
): Promise<string> {
  const asked = {
    ...(options.id === undefined ? {} : { id: options.id }),
    model: { id: options.modelId, model_version: { id: versionId } },
    ground_truth_dataset: dataset,
  };
  const { eval_metrics: made } = await client.call(
    'PostEvaluations',
    {},
    { eval_metrics: [asked] },
  );
  const [first] = made;
  if (first) return first.id;
  throw new CommandFailure('The service answered no evaluation', {
    exitStatus: exitStatus.refused,
  });
}

async function watchAndPrint(
  { context, own, client }: Evaluating,
  evaluationId: string,
): Promise<void> {
  const at = { evaluation_id: evaluationId };
  const ended = await untilEnded<EvalMetrics>(context, own, {
    read: async () => (await client.call('GetEvaluation', at)).eval_metrics,
    isEnded: ({ status }) => !underWay.includes(status.code),
    line: evaluationLine,
  });
  const { job } = evaluationFactsOf(ended);
  const [first, ...rest] = job ? endedLines(job) : [];
  if (first !== undefined)
    for (const line of [`evaluation ${evaluationId} ${first}`, ...rest]) context.say(own, line);
  if (ended.status.code !== evaluated)
    throw new CommandFailure(
      `Evaluation ${evaluationId} ended without metrics: ${ended.status.details ?? ended.status.description}`,
      { exitStatus: exitStatus.refused, code: job?.failure?.code ?? 'evaluation-failed' },
    );
  const fields = { 'fields.metrics_by_class': true, 'fields.confusion_matrix': true };
  const { eval_metrics: whole } = await client.call('GetEvaluation', { ...at, ...fields });
  const output = context.output(own);
  if (output.format === 'csv') writeConcepts(output, whole);
  else output.text(evaluationLines(whole).map(safeText), whole);
}

function evaluationLine(metrics: EvalMetrics): string {
  const { job, rows } = evaluationFactsOf(metrics);
  return job ? jobLine(job as InferenceJob, rows) : metrics.status.description;
}
