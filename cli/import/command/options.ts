import { Command, InvalidArgumentError } from 'commander';
import { commandName } from '../../command-line.ts';
import type { Columns } from '../layout.ts';

/** What the command line says. */
export interface CommandOptions {
  readonly app?: string;
  readonly dataset?: string;
  readonly from: string;
  readonly url: string;
  readonly user: string;
  readonly byUrl: boolean;
  /** Absent: not named. */
  readonly errors?: string;
  readonly check: boolean;
  readonly createApp: boolean;
  readonly update: boolean;
  readonly version?: string;
  readonly encoding?: string;
  readonly delimiter?: string;
  /** False: `--no-header`. */
  readonly header: boolean;
  readonly idPrefix?: string;
  readonly columns: Columns;
}

interface Example {
  readonly line: string;
  readonly words: string;
}

/** Shown by `--help`; a test runs each. */
export const examples: readonly Example[] = [
  { line: '--from ./pictures --check', words: 'look only: what is there, what would fail' },
  {
    line: '--app shop --dataset products --from ./pictures --create-app',
    words: 'a folder for each concept; makes the app where it is missing',
  },
  {
    line: '--app shop --dataset reviews --from reviews.csv --text-column review --label-column stars',
    words: 'a CSV with its own column names',
  },
  {
    line: '--app shop --dataset mails --from mails.csv --encoding windows-1252 --delimiter ";"',
    words: 'a CSV as Excel saves it in Europe',
  },
  {
    line: '--app shop --dataset boxes --from coco/instances.json',
    words: 'COCO: boxes, polygons and masks',
  },
  {
    line: '--app shop --dataset chats --from chats.jsonl --version first',
    words: "OpenAI's fine-tuning file; then freezes dataset version first",
  },
  {
    line: '--app shop --dataset products --from s3://bucket/pictures --by-url',
    words: 'the service reads the bucket itself',
  },
];

const command = commandName('import');

/**
 * Reads a command line.
 * @param args without node and the script
 * @throws CommanderError: what is wrong is written already; code commander.help* where help was
 *   asked for
 */
export function readOptions(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
): CommandOptions {
  const program = programOf();
  program.parse([...args], { from: 'user' });
  assertNoArguments(program, environment);
  const { idColumn, textColumn, imageColumn, labelColumn, completionColumn, ...options } =
    program.opts<Parsed>();
  const { labelSeparator, ...others } = options;
  assertGiven(program, others);
  if (others.byUrl && !others.from.startsWith('s3://'))
    program.error(
      `error: --by-url is for --from s3://…: the service cannot read '${others.from}' itself`,
    );
  return {
    ...others,
    columns: defined({
      id: idColumn,
      text: textColumn,
      image: imageColumn,
      label: labelColumn,
      completion: completionColumn,
      separator: labelSeparator,
    }),
  };
}

interface Parsed extends Omit<CommandOptions, 'columns'> {
  readonly idColumn?: string;
  readonly textColumn?: string;
  readonly imageColumn?: string;
  readonly labelColumn?: string;
  readonly completionColumn?: string;
  readonly labelSeparator?: string;
}

function assertGiven(program: Command, { from, app, dataset, check }: Parsed): void {
  const form = `${command} --app shop --dataset products --from ./pictures`;
  if ((from as string | undefined) === undefined)
    program.error(`error: --from <place> is missing: ${form}`);
  if (!check && (app === undefined || dataset === undefined)) {
    const missing = app === undefined ? '--app <id>' : '--dataset <id>';
    program.error(`error: ${missing} is missing (only --check does without): ${form}`);
  }
}

/** npm keeps options for itself that stand before `--`; their values arrive as arguments. */
function assertNoArguments(program: Command, environment: NodeJS.ProcessEnv): void {
  const [extra] = program.args;
  if (extra === undefined) return;
  const isEaten = ['app', 'dataset', 'from'].some((name) => environment[`npm_config_${name}`]);
  const hint = isEaten
    ? `options stand behind "--": ${command} --app … --dataset … --from …`
    : `wanted options only: ${command} --app … --dataset … --from …`;
  program.error(`error: '${extra}' is not an option; ${hint}`);
}

function programOf(): Command {
  const program = new Command(command)
    .description(
      'Images, texts and labels from a folder, a file or an S3 prefix into a dataset. It looks first and says what it found, then sends. The key is read from DEEPTUNE_KEY.',
    )
    .option('--from <place>', 'a folder, a file, or s3://bucket/prefix')
    .option('--app <id>', 'the app')
    .option('--dataset <id>', 'the dataset; it is made where it is missing')
    .option('--check', 'only look: nothing is sent; status 1 where anything would fail', false)
    .option('--create-app', 'make the app where it is missing', false)
    .option('--update', "inputs that are there take over the source's labels", false)
    .option('--version <id>', 'freeze this dataset version when done')
    .option('--url <url>', 'of the service', 'http://127.0.0.1:8420')
    .option('--user <id>', 'the user', 'local')
    .option('--by-url', 'with s3://: the service reads the files itself', false)
    .option(
      '--errors <file>',
      'gets a line for each item that is left out or fails (import-errors.jsonl; with --check only where it is named)',
    );
  return withReading(program)
    .allowExcessArguments(true)
    .exitOverride()
    .showHelpAfterError(`(${command} --help shows all options, with examples)`)
    .addHelpText('after', `\nExamples:\n${examplesInWords()}`);
}

function withReading(program: Command): Command {
  return program
    .option('--encoding <label>', 'of text files: utf-8, utf-16le, windows-1252, shift_jis, …')
    .option('--delimiter <character>', 'between the fields of a CSV; or the word tab', oneCharacter)
    .option('--no-header', 'the first row of a CSV is no header; columns are called 1, 2, …')
    .option('--text-column <name>', 'holds the text')
    .option('--image-column <name>', 'holds the path or URL of an image')
    .option('--label-column <name>', 'holds the concepts')
    .option('--label-separator <text>', 'between several concepts of one cell (|)')
    .option('--id-column <name>', "holds the input's id; none: ids are made from the content")
    .option('--id-prefix <text>', 'stands before ids that are in the source')
    .option('--completion-column <name>', 'holds what should follow the text (text-to-text)');
}

function oneCharacter(value: string): string {
  if (value === 'tab' || value === '\\t' || [...value].length === 1) return value;
  throw new InvalidArgumentError('Wanted one character, or tab.');
}

function examplesInWords(): string {
  return examples.map(({ line, words }) => `  # ${words}\n  ${command} ${line}`).join('\n');
}

function defined(columns: Record<string, string | undefined>): Columns {
  return Object.fromEntries(Object.entries(columns).filter(([, name]) => name !== undefined));
}
