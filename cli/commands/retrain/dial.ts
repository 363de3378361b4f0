import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { usageFailure } from '../../frame/failure.ts';
import { price } from '../../frame/option-price.ts';
import { commandLine } from '../../frame/output/words.ts';
import { share } from '../options/option-values.ts';

interface Choice {
  readonly weight?: number;
  readonly shift?: number;
}

interface MakeOptions {
  readonly weight: number;
  readonly shift: number;
  readonly anyway?: boolean;
  readonly watch: boolean;
  readonly maxPrice?: number;
}

/** `deeptune dial pictures 8f3a12cd`: points between a version and its parent. */
export function dialCommand(context: CommandContext): Command {
  const command = new Command('dial')
    .summary('points between a version and its parent: what each knows, breaks and flips')
    .description(
      'An incremental training measures points between parent (weight 0) and candidate (weight 1), each with the answers for new concepts shifted. Shows accuracy on old and new concepts, what flips, which pass the gate, and which no other point beats on both.',
    );
  command.addCommand(showCommand(context), { isDefault: true });
  command.addCommand(makeCommand(context));
  return command;
}

function showCommand(context: CommandContext): Command {
  const command = new Command('show')
    .summary('every point that was measured; with --weight and --shift what would flip at one')
    .description(
      'Lists the points that were measured, and plots them. With --weight and --shift: the inputs that the parent has right and that point has wrong.',
    )
    .argument('<model>', 'the model')
    .argument('<version>', 'a version that was trained from another, by its id or how it ends')
    .option('--weight <share>', 'of a point: 0 is the parent, 1 the version', share)
    .option('--shift <number>', 'of a point: added to the logits of new concepts', number)
    .action(async (model: string, version: string, { weight, shift }: Choice, own: Command) => {
      const { showDial, showDialFlips } = await import('../../retraining/dial.ts');
      if (weight === undefined && shift === undefined)
        return showDial(context, own, { model, version });
      if (weight === undefined || shift === undefined)
        throw usageFailure(
          'A point has both --weight and --shift',
          commandLine('dial', model, version, '--weight', '0.6', '--shift', '0'),
        );
      await showDialFlips(context, own, { model, version, choice: { weight, shift } });
    });
  return withExamples(
    command,
    { line: 'dial visual-classifier <version>', words: 'all points, and the plot' },
    {
      line: 'dial visual-classifier <version> --weight 0.6 --shift 0',
      words: 'the inputs that would flip at this one',
    },
  );
}

function makeCommand(context: CommandContext): Command {
  const command = new Command('make')
    .summary('make a point a version, without training')
    .description(
      'Makes a point a version of the model by a short job: its price is said and asked for first, it is measured as every version, and the gate decides whether it answers.',
    )
    .argument('<model>', 'the model')
    .argument('<version>', 'the version whose dial it is, by its id or how it ends')
    .requiredOption('--weight <share>', '0 is the parent, 1 the version', share)
    .requiredOption('--shift <number>', 'added to the logits of new concepts', number)
    .option('--anyway', 'also a point that the gate would hold back')
    .option('--max-price <dollars>', 'refuse what might cost more', price)
    .option('--no-watch', 'start it, and do not wait for its end')
    .action(async (model: string, version: string, options: MakeOptions, own: Command) => {
      const { makeDialVersion } = await import('../../retraining/make-dial-version.ts');
      const { weight, shift, anyway = false, watch, maxPrice } = options;
      await makeDialVersion(context, own, {
        ...{ model, version, watch, choice: { weight, shift } },
        ...{ isForced: anyway, maxPriceMicros: maxPrice },
      });
    });
  return withExamples(command, {
    line: 'dial make visual-classifier <version> --weight 0.6 --shift 0 --anyway --no-watch --yes',
    words: 'started, and not waited for',
  });
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value)) return value;
  throw new InvalidArgumentError('it must be a number, such as -2 or 0.5.');
}
