import type { Command } from 'commander';
import type { Client } from '../../client/client.ts';
import type { BatchPrediction } from '../../core/api/wire/messages.ts';
import type { AnswerRow } from '../answers/answer.ts';
import { answerOfBatchLine } from '../answers/batch-answer.ts';
import type { CommandContext } from '../frame/context.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';
import { forecastLines } from '../jobs/forecast-lines.ts';
import { endedLines, isEnded, jobLine } from '../jobs/inference-words.ts';
import { untilEnded } from '../jobs/until-ended.ts';

/** What a job answers, and with what. */
export interface BatchRequest {
  readonly client: Client;
  readonly modelId: string;
  readonly versionId: string;
  readonly datasetId: string;
  readonly datasetVersionId: string;
}

/**
 * Answers a dataset version by a job: says what it will cost, asks, starts it, waits.
 * @throws CommandFailure: declined (1), or the job failed (1); ApiError where it is refused
 */
export async function runBatch(
  context: CommandContext,
  own: Command,
  request: BatchRequest,
): Promise<BatchPrediction> {
  const { client, modelId, versionId, datasetId, datasetVersionId } = request;
  const at = { model_id: modelId, version_id: versionId };
  const dataset = { id: datasetId, version: { id: datasetVersionId } };
  const asked = { job: { kind: 'predict' as const, dataset } };
  const { estimate } = await client.call('PostModelVersionJobEstimates', at, asked);
  context.say(own, `a job answers dataset version ${datasetVersionId} of '${datasetId}':`);
  for (const line of forecastLines(estimate)) context.say(own, line);
  await context.confirm(own, 'Start it?');
  const id = `predict-${context.now().getTime().toString(36)}`;
  await client.call('PostModelVersionPredictions', at, { prediction: { id, dataset } });
  const ended = await untilEnded(context, own, {
    read: async () =>
      (await client.call('GetModelVersionPrediction', { ...at, prediction_id: id })).prediction,
    isEnded: ({ job }) => isEnded(job),
    line: ({ job, rows }) => jobLine(job, { done: rows.answered + rows.failed, total: rows.total }),
  });
  sayEnd(context, own, ended);
  if (ended.job.failure) throw failed(ended);
  return ended;
}

function sayEnd(context: CommandContext, own: Command, { id, job }: BatchPrediction): void {
  const [first, ...rest] = endedLines(job);
  for (const line of [`prediction ${id} ${first}`, ...rest]) context.say(own, line);
}

function failed({ id, job: { failure } }: BatchPrediction): CommandFailure {
  return new CommandFailure(`prediction ${id} failed (${failure?.fault}): ${failure?.message}`, {
    exitStatus: exitStatus.refused,
    code: failure?.code ?? 'failed',
    next: [commandLine('activity')],
  });
}

/** The answers of a job, one by one. @throws ApiError; CommandFailure where the link is refused */
export async function* batchAnswers(
  { client, modelId, versionId }: BatchRequest,
  predictionId: string,
): AsyncGenerator<AnswerRow> {
  const at = { model_id: modelId, version_id: versionId, prediction_id: predictionId };
  const { content } = await client.call('GetModelVersionPredictionContent', at);
  const response = await fetch(content.url);
  if (!response.ok || !response.body)
    throw new CommandFailure(`The answers' link was refused (HTTP ${response.status})`, {
      exitStatus: exitStatus.refused,
      code: 'download-refused',
    });
  let [rest, number] = ['', 0];
  const decoder = response.body.pipeThrough(new TextDecoderStream());
  for await (const chunk of decoder) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield answerOfBatchLine(line, (number += 1));
  }
  if (rest.trim() !== '') yield answerOfBatchLine(rest, number + 1);
}
