import { parseArgs } from 'node:util';

/** What the demo was asked to show. */
export type Choice = Shown & {
  /** The console stays up at the end, where there is a person to look at it. */
  readonly staysOpen: boolean;
};

type Shown =
  | { readonly kind: 'pretrained' }
  | { readonly kind: 'quick' }
  | { readonly kind: 'help' }
  /** Every model type, or those named. */
  | { readonly kind: 'all'; readonly modelTypeIds: readonly string[] };

export const help = `npm run demo                          fine-tune pretrained models on real mails and pictures (3 minutes on two free cores)
npm run demo -- --quick               handwritten digits, a small network from nothing (1 minute)
npm run demo -- --all [model type …]  every model type, or those named, small networks from nothing
npm run demo -- --no-open             ends with the last line, as in a pipe: on a terminal the console stays up until Ctrl-C
npm run demo -- --help                this`;

/**
 * The choice that the command line makes.
 * @throws Error of one line for what is not known
 */
export function readChoice(args: readonly string[]): Choice {
  const { values, positionals } = parsed(args);
  return { ...shown(values, positionals), staysOpen: values['no-open'] !== true };
}

function shown(
  values: ReturnType<typeof parsed>['values'],
  modelTypeIds: readonly string[],
): Shown {
  if (values.help === true) return { kind: 'help' };
  if (values.all === true && values.quick === true)
    throw new Error('--all and --quick: choose one');
  if (values.all === true) return { kind: 'all', modelTypeIds };
  if (modelTypeIds.length > 0) {
    throw new Error(`${modelTypeIds[0]}: model types are named after --all`);
  }
  return { kind: values.quick === true ? 'quick' : 'pretrained' };
}

function parsed(args: readonly string[]) {
  const flag = { type: 'boolean' } as const;
  const options = {
    all: flag,
    quick: flag,
    'no-open': flag,
    help: { ...flag, short: 'h' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    const [reason] = (error as Error).message.split('\n');
    throw new Error(`${reason?.split(/\. (?=To )/)[0]}; see npm run demo -- --help`);
  }
}
