import { Command } from 'commander';
import type { CommandContext } from '../../frame/context.ts';
import { withExamples } from '../../frame/examples.ts';

interface Stdin {
  readonly keyStdin?: boolean;
}

/** `deeptune profiles`: services and keys by name. */
export function profilesCommand(context: CommandContext): Command {
  const command = new Command('profiles')
    .summary('services and keys by name')
    .description(
      'Profiles keep a service, its key, a user and an app under a name, in ~/.config/deeptune/profiles.json, readable by its owner only. Keys never stand on a command line.',
    );
  command.addCommand(listCommand(context), { isDefault: true });
  const add = new Command('add')
    .summary('add a profile, or change it')
    .description(
      'Adds a profile with the --url, --user and --app that are named. The key is asked for, or read from --key-file or stdin. The first profile is the one that is used.',
    )
    .argument('<name>', 'of the profile')
    .option('--key-stdin', 'read the key from stdin')
    .action(async (name: string, { keyStdin = false }: Stdin, own: Command) => {
      const { addProfile } = await import('../../journey/profiles.ts');
      await addProfile(context, own, { name, isFromStdin: keyStdin });
    });
  command.addCommand(
    withExamples(add, {
      line: 'profiles add work --url https://api.example.com --key-file work.key',
      words: 'a deployed account, with its key from a file',
    }),
  );
  command.addCommand(named(context, { verb: 'use', words: 'use a profile where none is named' }));
  command.addCommand(named(context, { verb: 'remove', words: 'forget a profile and its key' }));
  return command;
}

function listCommand(context: CommandContext): Command {
  const command = new Command('list')
    .summary('profiles, and where the next command would go')
    .description('Lists profiles without their keys, and says where a command would go now.')
    .action(async (_options, own: Command) => {
      const { listProfiles } = await import('../../journey/profiles.ts');
      listProfiles(context, own);
    });
  return withExamples(command, { line: 'profiles', words: 'all of them' });
}

function named(
  context: CommandContext,
  { verb, words }: { readonly verb: 'use' | 'remove'; readonly words: string },
): Command {
  const command = new Command(verb)
    .summary(words)
    .description(`${words[0]?.toUpperCase()}${words.slice(1)}.`)
    .argument('<name>', 'of the profile')
    .action(async (name: string, _options, own: Command) => {
      const profiles = await import('../../journey/profiles.ts');
      if (verb === 'use') profiles.chooseProfile(context, own, name);
      else await profiles.removeProfile(context, own, name);
    });
  return withExamples(command, {
    line: `profiles ${verb} work${verb === 'remove' ? ' --yes' : ''}`,
    words: 'this one',
  });
}
