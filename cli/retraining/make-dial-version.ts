import type { Command } from 'commander';
import type { CommandContext } from '../frame/context.ts';
import { dollars, dollarsUp } from '../frame/output/words.ts';
import { finishTraining } from '../journey/carry-out.ts';
import { assertAffordable } from '../training/start-training.ts';
import { assertPasses, measuredAt, pointInWords, readDial } from './dial.ts';
import type { DialChoice } from './dial.ts';

/**
 * `deeptune dial make`: makes a point of the dial a version, by a job without training.
 * @throws CommandFailure: refused by the gate or declined (1), too dear (5), or
 *   by how it ended
 */
export async function makeDialVersion(
  context: CommandContext,
  command: Command,
  of: {
    readonly model: string;
    readonly version: string;
    readonly choice: DialChoice;
    readonly isForced: boolean;
    readonly watch: boolean;
    readonly maxPriceMicros: number | undefined;
  },
): Promise<void> {
  const { model, choice, maxPriceMicros } = of;
  const session = await context.connect(command);
  const { client } = session;
  const { id, points, price } = await readDial(session, of);
  const point = measuredAt(points, choice);
  if (point) assertPasses(point, of.isForced);
  const at = { model_id: model, version_id: id };
  if (price) assertAffordable(price, maxPriceMicros);
  const words = price
    ? ` for about ${dollars(price.amountMicros)} (never billed above ${dollarsUp(price.maxAmountMicros)})`
    : '';
  context.say(
    command,
    point
      ? pointInWords(point)
      : `weight ${choice.weight}, shift ${choice.shift}: not measured before; the gate decides by what its job measures`,
  );
  await context.confirm(command, `Make it a version of '${model}'${words}?`);
  const body = { dial: choice };
  const { model_version: version } = await client.call('PostDialVersion', at, body);
  context.say(command, `version ${version.id} is made of it: nothing is trained`);
  const manner = { again: false, watch: of.watch };
  await finishTraining(context, command, { session, modelId: model, version, manner });
}
