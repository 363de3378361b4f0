import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand, whereThePersonStands } from './command-line.ts';
import { deeptuneProgram } from './deeptune.ts';
import { failureOf, usageFailure } from './frame/failure.ts';
import { formats } from './frame/output/format.ts';
import type { Format } from './frame/output/format.ts';
import { laptopFolder } from './frame/connection/place.ts';
import { processContext } from './frame/process-context.ts';
import { refusedKey } from './frame/connection/session.ts';
import type { Trail } from './frame/process-context.ts';
import type { Script } from './frame/script-command.ts';
import { writeFailure } from './frame/output/write-failure.ts';

interface Installation {
  /** Where deeptune lies. */
  readonly root: string;
  readonly scripts: readonly Script[];
}

/** Runs `deeptune` on this process's arguments. @returns the exit status */
export async function runDeeptune({ root, scripts }: Installation): Promise<number> {
  const folder = whereThePersonStands('deeptune', process.env);
  // npm has changed the folder; commands that are files of their own take paths from this one.
  process.chdir(folder);
  // Whoever reads may have read enough, as `head` does.
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  const environment = process.env;
  environment['DEEPTUNE_FOLDER'] = laptopFolder({ environment, folder, root });
  if (process.argv.includes('--no-color')) environment['NO_COLOR'] = '1';
  const trail: Trail = { ends: [], place: undefined };
  const context = processContext(process, { environment, folder, root }, trail);
  const program = deeptuneProgram(context, scripts);
  program.addHelpText('after', '\ndeeptune --version (-V) says which one this is.');
  try {
    if (process.argv.length === 2) program.outputHelp();
    // No option of every command: `--version` of many names a version of a model.
    else if (isAskedForVersion(process.argv)) process.stdout.write(`${versionOf(root)}\n`);
    else
      await runCommand(program, undefined, (reason, right) =>
        writeFailure(context, mistake(reason, right), { format: saidFormat(process.argv) }),
      );
  } catch (error) {
    const { place } = trail;
    const refused = place && refusedKey(error, place);
    const failure = refused ?? failureOf(error, place?.url ?? 'the service');
    writeFailure(context, failure, program.opts());
    process.exitCode = failure.exitStatus;
  }
  for (const end of trail.ends) await end();
  return Number(process.exitCode ?? 0);
}

const isAskedForVersion = ([, , first, ...more]: readonly string[]) =>
  more.length === 0 && ['--version', '-V'].includes(first ?? '');

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    readonly version: string;
  };
  return version;
}

const mistake = (reason: string, right: string) =>
  usageFailure(`${reason}; use: ${right}, or --help`);

/** The format of arguments that could not be read; undefined where none is named. */
function saidFormat(args: readonly string[]): Format | undefined {
  const said = args.find((_, at) => args[at - 1] === '--format');
  const joined = args.find((each) => each.startsWith('--format='))?.slice('--format='.length);
  return formats.find((each) => each === (said ?? joined));
}
