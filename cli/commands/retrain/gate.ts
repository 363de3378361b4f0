import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';
import { share } from '../options/option-values.ts';

interface SetOptions {
  readonly allowedLoss?: number;
  readonly maxNegativeFlips?: number;
  readonly maxFlipsOfErrors?: number;
  readonly newConceptFloor?: number;
  readonly approval?: boolean;
}

/** `deeptune gate pictures`: what decided whether a version answers. */
export function gateCommand(context: CommandContext): Command {
  const command = new Command('gate')
    .summary('why a version was promoted or held back: concepts, floors, and what flipped')
    .description(
      'Parent and candidate answer the same inputs, which neither learnt from. Shows each concept with both scores and its floor, the verdict with its reasons, and the inputs that the parent had right and the candidate has wrong.',
    );
  command.addCommand(showCommand(context), { isDefault: true });
  command.addCommand(setCommand(context));
  return command;
}

function showCommand(context: CommandContext): Command {
  const command = new Command('show')
    .summary('what the gate compared and decided')
    .description('Shows what the gate compared and decided of a version.')
    .argument('<model>', 'the model')
    .argument('[version]', 'the version, by its id or how it ends (the newest trained one)')
    .option('--policy', 'what the model asks of a candidate, in place of a result')
    .action(
      async (
        model: string,
        version: string | undefined,
        { policy }: { readonly policy?: boolean },
        own: Command,
      ) => {
        const { showGate, showPolicy } = await import('../../retraining/gate.ts');
        if (policy) await showPolicy(context, own, model);
        else await showGate(context, own, { model, version });
      },
    );
  return withExamples(
    command,
    { line: 'gate visual-classifier', words: 'of the newest trained version' },
    { line: 'gate visual-classifier --policy', words: 'what is asked of a candidate' },
  );
}

function setCommand(context: CommandContext): Command {
  const command = new Command('set')
    .summary('change what a model asks of a candidate')
    .description(
      'Changes what a model asks of a candidate before it answers predictions. What is not named stays as it is; versions that were judged already stay judged.',
    )
    .argument('<model>', 'the model')
    .option('--allowed-loss <points>', 'an old concept may lose so many points, 0 to 100', points)
    .option(
      '--max-negative-flips <percent>',
      'so much of the evaluation set may become wrong, 0 to 100',
      points,
    )
    .option(
      '--max-flips-of-errors <percent>',
      'or this share of as many as the parent has wrong, if more; 0: never',
      points,
    )
    .option('--new-concept-floor <share>', 'a new concept must reach this, 0 to 1', share)
    .option('--approval', 'a person approves what passed')
    .option('--no-approval', 'what passed is promoted by itself')
    .action(async (model: string, options: SetOptions, own: Command) => {
      const { setPolicy } = await import('../../retraining/gate.ts');
      await setPolicy(context, own, { model, change: changeOf(options) });
    });
  return withExamples(command, {
    line: 'gate set visual-classifier --allowed-loss 2 --max-negative-flips 5',
    words: 'two points of loss, and five of a hundred that become wrong',
  });
}

function changeOf(options: SetOptions) {
  const { allowedLoss, maxNegativeFlips, maxFlipsOfErrors, newConceptFloor, approval } = options;
  return {
    ...(allowedLoss === undefined ? {} : { allowedLossPoints: allowedLoss }),
    ...(maxNegativeFlips === undefined ? {} : { maxNegativeFlipPercent: maxNegativeFlips }),
    ...(maxFlipsOfErrors === undefined ? {} : { maxFlipsOfErrorsPercent: maxFlipsOfErrors }),
    ...(newConceptFloor === undefined ? {} : { newConceptFloor }),
    ...(approval === undefined ? {} : { requiresApproval: approval }),
  };
}

function points(text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && number >= 0 && number <= 100) return number;
  throw new InvalidArgumentError('it must be a number from 0 to 100.');
}
