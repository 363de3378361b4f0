import type { Command } from 'commander';
import { withAllBelow } from '../../../cli/command-line.ts';
import { deeptuneProgram } from '../../../cli/deeptune.ts';
import { examplesOf } from '../../../cli/frame/examples.ts';
import { processContext } from '../../../cli/frame/process-context.ts';
import { Receiver } from '../../contract/receiver.ts';
import { inPipe, inTerminal } from '../harness/deeptune.ts';
import { withIds } from '../harness/receiver.ts';
import { root } from '../harness/world.ts';
import { assert, escapes } from './check.ts';
import type { Check } from './check.ts';

/** What an example needs, or does otherwise than others. */
interface Special {
  /** Lines of a shell that are run before, each in a pipe. */
  readonly before?: readonly string[];
  /** The exit status in a pipe, where it is not 0: nobody can be asked there. */
  readonly piped?: number;
  /** True: it changes what it is about, so that a second time is another thing. */
  readonly isOnce?: true;
  /** How else it may end than with 0: with 7, where the gate may hold back what is trained. */
  readonly orEnds?: 7;
  readonly stdin?: string;
  /** True: somebody listens where webhooks are sent. */
  readonly isReceived?: true;
}

const longTraining =
  'deeptune train ./pictures --template Deeptune_ResNet_Small --set num_epochs=200 --set early_stopping_patience=0 --again --yes --no-watch';

const special: Readonly<Record<string, Special>> = {
  'train --model pictures --quote <quote> --yes': {
    before: ['deeptune quote ./pictures --set num_epochs=1'],
  },
  // What has been trained already costs nothing, and nothing is asked.
  'train -f job.yaml --yes': { before: ['deeptune init ./pictures --force'] },
  'init ./pictures': { before: ['rm -f job.yaml'], piped: 1 },
  'init reviews.csv --text-column review --label-column stars --out reviews.yaml': { isOnce: true },
  'stop pictures --yes': { before: [longTraining], isOnce: true },
  'resume pictures --yes': { isOnce: true },
  'schedules create pictures --every 1d --min-new-inputs 100 --id nightly --yes': { isOnce: true },
  'schedules create pictures --cron "0 3 * * ? *" --drift 0.25 --worth-per-point 0.50 --max-price 2 --done-by 08:00 --id careful --yes':
    { isOnce: true },
  'schedules fire pictures nightly --yes': { isOnce: true },
  'schedules delete pictures nightly --yes': { isOnce: true },
  'retrain pictures --again --yes': { orEnds: 7 },
  'promote visual-classifier <version> --reason "checked by hand" --yes': {
    before: ['deeptune roll-back visual-classifier --reason "an example" --yes || true'],
    isOnce: true,
  },
  'roll-back visual-classifier --reason "wrong on night pictures" --yes': { isOnce: true },
  'dial make visual-classifier <version> --weight 0.6 --shift 0 --anyway --no-watch --yes': {
    isOnce: true,
  },
  'profiles add work --url https://api.example.com --key-file work.key': {
    before: ['rm -f ~/.config/deeptune/profiles.json'],
  },
  'budgets remove --app main': { isOnce: true },
  'notifications delete <id> --yes': { isOnce: true },
  'profiles remove work --yes': { isOnce: true },
  'notifications test http://127.0.0.1:28426/hook': { isReceived: true },
  'notifications redeliver http://127.0.0.1:28426/hook': { isReceived: true },
  'notifications delete http://127.0.0.1:28426/hook --yes': { isOnce: true },
  'notifications create http://127.0.0.1:28426/hook --events model-version.trained,model-version.failed':
    { isOnce: true },
  'keys create ci --scope Predict --scope Models_Get --scope Apps_Get': { isOnce: true },
  'keys rotate ci --yes': { isOnce: true },
  'keys end ci --yes': { isOnce: true },
  'datasets diff pictures v1 v2': {
    before: ['v1', 'v2'].map((id) => `deeptune datasets freeze pictures --id ${id}`),
  },
};

/** Every command of `deeptune`, to the last. */
export function allCommands(): Command[] {
  const around = { environment: {}, folder: root, root };
  const context = processContext(process, around, { ends: [], place: undefined });
  return withAllBelow(deeptuneProgram(context, []));
}

/** Each example that a `--help` shows, as a person runs it, and again in a pipe. */
export const exampleChecks: readonly Check[] = allCommands()
  .flatMap((command) => examplesOf(command))
  .map(({ line }) => ({ name: `deeptune ${line}`, run: (world) => runExample(world, line) }));

async function runExample(world: Parameters<Check['run']>[0], line: string): Promise<void> {
  const receiver = special[line]?.isReceived && (await Receiver.open(undefined, 28426));
  try {
    await runBoth(world, line);
  } finally {
    await receiver?.close();
  }
}

async function runBoth(world: Parameters<Check['run']>[0], line: string): Promise<void> {
  const { before = [], piped = 0, isOnce, orEnds, stdin } = special[line] ?? {};
  for (const each of before) {
    const made = await inPipe(world, each);
    assert(made.status === 0, `${each} to end with 0`, made);
  }
  const shell = `deeptune ${await withIds(world, line)}`;
  if (stdin === undefined && !/ "?-"?( |$)/.test(line)) {
    const answers = [['[y/N] ', 'y\r']] as const;
    const shown = await inTerminal(world, shell, { answers });
    assert(shown.status === 0 || shown.status === orEnds, '0 in a terminal', shown);
    if (isOnce) return;
  }
  const { status, stdout, stderr } = await inPipe(world, shell, stdin ?? 'hello\n');
  assert(status === piped || status === orEnds, `${piped} in a pipe`, { status, stdout, stderr });
  assert(!escapes.test(stdout + stderr), 'no escape sequence in a pipe', stdout + stderr);
  if (line.includes('--format json') && !line.startsWith('watch')) JSON.parse(stdout);
}
