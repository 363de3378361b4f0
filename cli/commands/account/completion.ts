import { Argument, Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

/** `deeptune completion bash`: what a shell asks at Tab. */
export function completionCommand(context: CommandContext): Command {
  const command = new Command('completion')
    .summary('completion for bash, zsh or fish')
    .description(
      'Prints a script that completes commands, options and their values in a shell: put it where the shell reads it.',
    )
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh', 'fish']))
    .action(async (shell: 'bash' | 'zsh' | 'fish', _options, own: Command) => {
      const { completionScript } = await import('../../completion/completion-script.ts');
      context.out.write(completionScript(own.parent ?? own, shell));
    });
  return withExamples(
    command,
    {
      line: 'completion bash > ~/.local/share/bash-completion/completions/deeptune',
      words: 'bash reads it from there',
    },
    { line: 'completion zsh > _deeptune', words: 'into a folder of $fpath' },
    { line: 'completion fish > ~/.config/fish/completions/deeptune.fish', words: 'fish' },
  );
}
