import type { Command } from 'commander';
import type { Quote } from '../../core/api/wire/messages.ts';
import type { CommandContext } from '../frame/context.ts';
import { usageFailure } from '../frame/failure.ts';
import { commandLine, dollars, dollarsUp, duration } from '../frame/output/words.ts';
import { quoteLines } from '../training/quote-words.ts';
import { assertAffordable, startTraining } from '../training/start-training.ts';
import { finishTraining } from './carry-out.ts';
import type { ReadyTraining } from './carry-out.ts';
import type { TrainManner, TrainRequest } from './train-request.ts';

/**
 * Trains what was quoted: data, settings and price are decided; what else is said has to agree.
 * @throws CommandFailure: without a model (2), declined (1), too dear (5), or by how it ended;
 *   ApiError quote-expired, quote-used, quote-void
 */
export async function trainUnderQuote(
  context: CommandContext,
  command: Command,
  of: {
    readonly request: TrainRequest;
    readonly manner: TrainManner;
    readonly quoteId: string;
  },
): Promise<void> {
  const { request, manner, quoteId } = of;
  const modelId = modelOf(request, quoteId);
  const session = await context.connect(command);
  const at = { model_id: modelId, quote_id: quoteId };
  const { quote } = await session.client.call('GetQuote', at);
  for (const line of [...quoteLines(quote), quote.statusText]) context.say(command, line);
  const { maxPriceMicros, p50Seconds } = quote;
  const isAsked = quote.status === 'used' && quote.jobId !== undefined;
  if (isAsked) return showAgain(context, command, { session, modelId, manner, quote });
  assertAffordable({ maxAmountMicros: maxPriceMicros }, request.maxPriceMicros);
  if (manner.isDryRun) {
    context.say(command, 'dry run: nothing was started');
    return context.output(command).text([], quote);
  }
  const question = `Train '${modelId}' under this quote, for about ${dollars(quote.priceMicros)} (never above ${dollarsUp(maxPriceMicros)}), in about ${duration(p50Seconds)}?`;
  await context.confirm(command, question, 'nothing is trained or billed');
  const { template, params } = request;
  const asked = { ...params, ...(template === undefined ? {} : { template }), quote_id: quoteId };
  // A quote starts one training: sent twice, the second finds the first.
  const version = await startTraining(session.client, { modelId, trainInfo: { params: asked } }, 0);
  context.say(command, `training of model '${modelId}' was started: version ${version.id}`);
  await finishTraining(context, command, { session, modelId, manner, version });
}

/** A quote that was used: how its training goes, or went. */
async function showAgain(
  context: CommandContext,
  command: Command,
  of: Pick<ReadyTraining, 'session' | 'modelId' | 'manner'> & { readonly quote: Quote },
): Promise<void> {
  const { session, modelId, quote } = of;
  const at = { model_id: modelId, version_id: quote.jobId ?? '' };
  const { model_version: version } = await session.client.call('GetModelVersion', at);
  context.say(command, `nothing was started: version ${version.id} was, under this quote`);
  await finishTraining(context, command, { ...of, version });
}

function modelOf({ model, from, dataset }: TrainRequest, quoteId: string): string {
  if (from !== undefined || dataset !== undefined)
    throw usageFailure(
      `--quote ${quoteId} says what it is trained on: leave out the data, and name the model`,
      commandLine('train', '--model', model ?? '<id>', '--quote', quoteId),
    );
  if (model !== undefined) return model;
  throw usageFailure(
    `Of which model is quote ${quoteId}? --model says it`,
    commandLine('train', '--model', '<id>', '--quote', quoteId),
    commandLine('models'),
  );
}
