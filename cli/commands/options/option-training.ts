import type { Command } from 'commander';
import type { JsonObject } from '../../../core/json.ts';
import type { CommandContext } from '../../frame/context.ts';
import { usageFailure } from '../../frame/failure.ts';
import type { TrainRequest } from '../../journey/train-request.ts';
import { readingOf } from './option-reading.ts';
import { setting } from './option-setting.ts';

/** The options that say what is trained: of `deeptune train` and `deeptune quote`. */
export interface TrainingOptions extends Readonly<Record<string, unknown>> {
  readonly file?: string;
  readonly dataset?: string;
  readonly datasetVersion?: string;
  readonly model?: string;
  readonly type?: string;
  readonly template?: string;
  readonly set: JsonObject;
  readonly maxPrice?: number;
  readonly quote?: string;
  readonly update?: boolean;
  readonly skipFailed?: boolean;
}

/** Those of them that both commands say in the same words. */
export function withTrainingChoice(command: Command): Command {
  return command
    .option('-f, --file <job>', 'a job file, as deeptune init writes it')
    .option('--dataset <id>', 'the dataset (after the name of the data)')
    .option('--dataset-version <id>', 'train on this version of it')
    .option('--model <id>', 'the model (as the dataset)')
    .option('--type <id>', 'the model type (by what the data are)')
    .option('--template <id>', 'the template (pretrained where staged, else small)')
    .option('--set <name=value>', 'a hyperparameter; may be repeated', setting, {});
}

/** What is to be trained, by the command line and the job file that it names. */
export async function trainRequestOf(
  context: CommandContext,
  data: string | undefined,
  options: TrainingOptions,
): Promise<TrainRequest> {
  const given = saidBy(data, options);
  if (options.file === undefined) return { params: {}, update: false, skipFailed: false, ...given };
  if (data !== undefined)
    throw usageFailure(
      `Both '${data}' and -f ${options.file} say what to train on: name one of them`,
      `deeptune train -f ${options.file}`,
    );
  const { readJobFile } = await import('../../journey/job-file/read-job-file.ts');
  const ofFile = readJobFile(options.file, context.folder);
  return { ...ofFile, ...given, params: { ...ofFile.params, ...options.set } };
}

/** What the command line says; what it leaves out is left to a job file. */
function saidBy(data: string | undefined, options: TrainingOptions): Partial<TrainRequest> {
  const { dataset, datasetVersion, model, type, template, maxPrice } = options;
  const reading = readingOf(options);
  const all = {
    ...{ from: data, dataset, datasetVersion, model, type, template, reading },
    maxPriceMicros: maxPrice,
    quoteId: options.quote,
    update: options.update,
    skipFailed: options.skipFailed,
    params: Object.keys(options.set).length > 0 ? options.set : undefined,
  };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}
