import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import type { Command } from 'commander';
import { npmCommand, runCommand } from '../cli/command-line.ts';
import { addressOf, connect } from '../cli/connection.ts';
import { Client } from '../client/client.ts';
import type { Source } from '../cli/copy/clarifai.ts';
import { compare } from '../cli/copy/compare.ts';
import { copyApp } from '../cli/copy/copy.ts';
import { CopyJournal } from '../cli/copy/journal.ts';
import type { CopiedTraining } from '../cli/copy/models.ts';
import { patientFetch } from '../cli/copy/patient-fetch.ts';
import { Tally, inWords } from '../cli/copy/tally.ts';
import { journalPath } from '../cli/whole-file.ts';

/**
 * `npm run copy-from-clarifai`: an app of Clarifai's into one of ours, over their published API;
 * `compare` asks both models about the same inputs. docs/moving-from-clarifai.md.
 */
interface Options {
  readonly from: string;
  readonly fromUser: string;
  readonly app: string;
  readonly url: string;
  readonly user: string;
  readonly toApp?: string;
  readonly out: string;
}

interface CompareOptions extends Options {
  readonly model: string;
  readonly toModel?: string;
  readonly inputs: number;
}

const say = (text: string) => void process.stderr.write(`${text}\n`);
const wait = async (milliseconds: number) => void (await pause(milliseconds));

const program = npmCommand(
  'copy-from-clarifai',
  'Copies an app of Clarifai: concepts, inputs with labels and metadata, datasets, versions, model settings.\n' +
    'Keys: CLARIFAI_PAT reads there, DEEPTUNE_KEY writes here. `copy --help` and `compare --help` show the options.',
).addHelpText(
  'after',
  `
Examples:
  CLARIFAI_PAT=… DEEPTUNE_KEY=$(cat .deeptune/key) npm run copy-from-clarifai -- --from-user ada --app shop
  CLARIFAI_PAT=… DEEPTUNE_KEY=$(cat .deeptune/key) npm run copy-from-clarifai -- compare --from-user ada --app shop --model shoes --inputs 50
`,
);

function withPlaces(command: Command): Command {
  return command
    .requiredOption('--from-user <id>', "the user at Clarifai's whose app it is")
    .requiredOption('--app <id>', 'the app there')
    .option('--from <url>', 'the API that is read', 'https://api.clarifai.com')
    .option('--url <url>', 'the deeptune service that is written to', 'http://127.0.0.1:8420')
    .option('--user <id>', 'the user here', 'local')
    .option('--to-app <id>', 'the app here (default: the same id as there)')
    .option('--out <folder>', 'where problems and training requests go', 'clarifai-copy');
}

withPlaces(program.command('copy', { isDefault: true }))
  .description('copies the app; done again, it adds what is new there')
  .action((options: Options) => copyTo(options));
withPlaces(program.command('compare'))
  .description('asks the model there and the one here about the same inputs')
  .requiredOption('--model <id>', 'the model there')
  .option('--to-model <id>', 'the model here (default: the same id as there)')
  .option('--inputs <count>', 'how many of the inputs there', countOf, 20)
  .action((options: CompareOptions) => compareModels(options));

function countOf(text: string): number {
  const count = Number(text);
  if (Number.isSafeInteger(count) && count >= 1) return count;
  throw new InvalidArgumentError('Wanted a whole number from 1.');
}

function places({ from, fromUser, app, url, user, toApp = app }: Options) {
  const theirs = process.env['CLARIFAI_PAT'];
  if (!theirs)
    throw new Error(
      'Set CLARIFAI_PAT: a personal access token of Clarifai, which may read the app',
    );
  let retries = 0;
  const onRetry = (why: string, milliseconds: number) => {
    retries += 1;
    say(`${why}: again in ${Math.round(milliseconds / 1000)} s`);
  };
  const patient = patientFetch({ carry: fetch, wait, onRetry });
  const there = { url: addressOf(from), key: theirs, userId: fromUser, appId: app };
  const source: Source = {
    client: new Client({ ...there, fetch: patient }),
    userId: fromUser,
    appId: app,
  };
  const ours = process.env['DEEPTUNE_KEY'] ?? '';
  const client = connect({ url, user, app: toApp, fetch: patient }, ours);
  const target = { client, appId: toApp, wait };
  const reader = { fetch: patient, url: from, key: theirs };
  return { source, reader, target, retries: () => retries };
}

async function copyTo(options: Options): Promise<void> {
  const { source, target, reader, retries } = places(options);
  const { from, fromUser, app, url, user, toApp } = options;
  const pair = [from, fromUser, app, url, user, toApp];
  const journal = new CopyJournal(journalPath('.deeptune-copy', pair));
  mkdirSync(options.out, { recursive: true });
  const problems = join(options.out, 'problems.jsonl');
  if (!journal.lastInputId) rmSync(problems, { force: true });
  else say(`going on behind input ${journal.lastInputId}`);
  const tally = new Tally(
    (problem) => appendFileSync(problems, `${JSON.stringify(problem)}\n`),
    journal.counts,
  );
  const copied = await copyApp({ source, target, reader, tally, journal, say });
  for (const line of inWords(tally.counts)) say(line);
  for (const { id, then, now } of copied.changedVersions)
    say(
      `dataset version ${id} holds ${now} inputs, ${then} there: it was frozen from today's data`,
    );
  for (const training of copied.trainings) writeTraining(training, options.out);
  if (retries() > 0) say(`${retries()} requests were tried again`);
  if (tally.failures > 0) say(`${tally.failures} could not be copied: see ${problems}`);
  process.stdout.write(`${JSON.stringify(tally.counts)}\n`);
  process.exitCode = tally.failures > 0 ? 1 : 0;
}

function writeTraining(training: CopiedTraining, folder: string): void {
  const path = join(folder, `${training.modelId}.training.json`);
  writeFileSync(path, `${JSON.stringify(training, null, 2)}\n`);
  const { refused } = training;
  say(
    refused === undefined
      ? `model ${training.modelId}: its training stands in ${path}`
      : `model ${training.modelId}: its settings are not accepted here (${refused}); they stand in ${path}`,
  );
}

async function compareModels(options: CompareOptions): Promise<void> {
  const { source, target, reader } = places(options);
  const before = { ...source, modelId: options.model };
  const now = { ...target, userId: options.user, modelId: options.toModel ?? options.model };
  const found: number[] = [];
  process.stdout.write('input\tthere\there\tsimilarity\n');
  for await (const each of compare({ source, reader, before, now, count: options.inputs })) {
    found.push(each.similarity);
    const cells = [each.inputId, each.before, each.now, each.similarity.toFixed(2)];
    process.stdout.write(`${cells.map((cell) => cell.replaceAll(/\s/g, ' ')).join('\t')}\n`);
  }
  if (found.length === 0)
    throw new Error(`App '${source.appId}' has no image or text to ask about`);
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
  say(`${found.length} inputs, mean similarity ${mean.toFixed(3)}`);
}

try {
  await runCommand(program);
} catch (error) {
  say((error as Error).message);
  process.exitCode = 1;
}
