import { runCommand, whereThePersonStands } from './command-line.ts';
import { deeptuneProgram } from './deeptune.ts';
import { failureOf } from './frame/failure.ts';
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
  try {
    if (process.argv.length === 2) program.outputHelp();
    else await runCommand(program);
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
