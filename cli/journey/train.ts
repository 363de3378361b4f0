import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { carryOut } from './carry-out.ts';
import { dryRun } from './dry-run.ts';
import { lookedAt, prepareTraining } from './prepare-training.ts';
import type { TrainManner, TrainRequest } from './train-request.ts';
import { trainUnderQuote } from './train-under-quote.ts';

/**
 * From data to a trained model: looks, imports, freezes, chooses, estimates, asks, trains, watches,
 * and says what it is worth and what to do next. Under a quote all that is decided.
 * @throws CommandFailure, ApiError
 */
export async function train(
  context: CommandContext,
  command: Command,
  { request, manner }: { readonly request: TrainRequest; readonly manner: TrainManner },
): Promise<void> {
  if (request.quoteId !== undefined)
    return trainUnderQuote(context, command, { request, manner, quoteId: request.quoteId });
  const { isDryRun } = manner;
  const looked = await lookedAt(context, command, { request, isThorough: isDryRun });
  if (isDryRun) return dryRun(context, command, looked);
  const { session, modelId, params, told } = await prepareTraining(context, command, looked);
  const { maxPriceMicros } = request;
  const training = { session, modelId, trainInfo: { params }, manner, maxPriceMicros, told };
  await carryOut(context, command, training);
}
