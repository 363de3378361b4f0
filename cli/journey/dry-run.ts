import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { counted } from '../frame/output/words.ts';
import { totalOf } from '../import/counts.ts';
import type { TypeChoice } from './choose-type.ts';
import type { LocalData } from './look-at-data.ts';
import { estimateLines, warningLines } from '../training/money-words.ts';
import {
  assertAffordable,
  estimateOf,
  estimateOfNew,
  modelOf,
} from '../training/start-training.ts';
import { chooseTemplate } from '../training/choose-template.ts';
import type { TrainRequest } from './train-request.ts';
import { templateLines } from '../training/template-words.ts';
import { usageFailure } from '../frame/failure.ts';

interface DryRun {
  readonly request: TrainRequest;
  readonly datasetId: string;
  /** Absent: of a dataset that is there. */
  readonly data: LocalData | undefined;
  readonly type: TypeChoice | undefined;
}

/** Says what a training would take and cost, and changes nothing. */
export async function dryRun(
  context: CommandContext,
  command: Command,
  { request, datasetId, data, type }: DryRun,
): Promise<void> {
  const session = await context.connect(command, { app: data ? 'none' : 'needed' });
  const modelId = request.model ?? datasetId;
  const modelTypeId =
    type?.modelTypeId ?? request.type ?? (await modelOf(session.client, modelId))?.model_type_id;
  if (modelTypeId === undefined)
    throw usageFailure(`Model '${modelId}' does not exist, so that its type is to be said: --type`);
  const template = await chooseTemplate(session.client, modelTypeId, request.template);
  for (const line of templateLines(template)) context.say(command, line);
  const params = { ...request.params, template: template.templateId };
  const inputCount = data && inputsOf(data);
  const estimate =
    inputCount === undefined
      ? await estimateOf(session.client, {
          modelId,
          trainInfo: { params: { ...params, dataset_id: datasetId } },
        })
      : await estimateOfNew(session.client, { modelTypeId, params, inputCount });
  for (const line of [...estimateLines(estimate), ...warningLines(estimate)])
    context.say(command, line);
  assertAffordable(estimate, request.maxPriceMicros);
  const failed = data?.look.counts.failed ?? 0;
  if (failed > 0) context.say(command, `${counted(failed, 'item')} would not be imported`);
  context.say(command, 'dry run: nothing was imported, made or started');
  const plan = { dataset: datasetId, model: modelId, modelTypeId, params, inputCount };
  context.output(command).text([], { ...plan, wouldFail: failed, estimate });
}

function inputsOf({ look: { counts } }: LocalData): number {
  return counts.read - totalOf(counts.leftOut) - counts.failed;
}
