import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

/** `deeptune lineage pictures`: where a version comes from. */
export function lineageCommand(context: CommandContext): Command {
  const command = new Command('lineage')
    .summary('where a version comes from, and what was trained again from it')
    .description(
      'Shows the line of a version: the first one, each that was trained again from it with what was added, removed, relabelled and replayed, what the gate said, and what was trained again from the version. ★ answers predictions.',
    )
    .argument('<model>', 'the model')
    .argument('[version]', 'the version, by its id or how it ends (the newest trained one)')
    .action(async (model: string, version: string | undefined, _options, own: Command) => {
      const { showLineage } = await import('../../retraining/lineage.ts');
      await showLineage(context, own, { model, version });
    });
  return withExamples(
    command,
    { line: 'lineage visual-classifier', words: 'of the newest trained version' },
    { line: 'lineage visual-classifier --format json', words: "the service's own answer" },
  );
}
