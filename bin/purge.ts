import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { whereThePersonStands } from '../cli/command-line.ts';
import { connect } from '../cli/connection.ts';
import { endOf } from '../cli/frame/end-of.ts';
import type { PurgeOptions } from '../cli/purge/options.ts';
import { readPurgeOptions } from '../cli/purge/options.ts';
import { carryOutPurge, lookAtPurge, notFoundIn, purgeInWords } from '../cli/purge/purge.ts';

const { env, stdin, stderr } = process;
const say = (text: string) => void stderr.write(`${text}\n`);

const here = whereThePersonStands('purge', env);

async function isConfirmed(): Promise<boolean> {
  if (!stdin.isTTY) throw new Error('Nobody can be asked here: --yes erases without asking');
  const line = createInterface({ input: stdin, output: stderr });
  const answer = await line.question('This cannot be undone. Type "erase" to erase them: ');
  line.close();
  return answer.trim() === 'erase';
}

async function run(options: PurgeOptions): Promise<void> {
  const client = connect(options, env['DEEPTUNE_KEY']);
  const found = await lookAtPurge(client, options.ids);
  for (const line of purgeInWords(found)) say(line);
  const missing = notFoundIn(found);
  if (missing > 0) process.exitCode = 1;
  if (!options.yes && !(await isConfirmed())) {
    say('Nothing was erased');
    process.exitCode = 1;
    return;
  }
  const erased = await carryOutPurge(client, options.ids);
  say(`${options.ids.length - missing} inputs were erased, ${missing} were found nowhere`);
  process.stdout.write(`${JSON.stringify(erased)}\n`);
}

let url = '';
try {
  const options = readPurgeOptions(process.argv.slice(2), (path) => resolve(here, path));
  url = options.url;
  await run(options);
} catch (error) {
  process.exitCode = endOf(error, url);
}
