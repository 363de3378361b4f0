import type { Configuration } from '../../lib/configuration/configuration.ts';
import type { OperatorClients } from '../clients.ts';
import type { Check, Finding, CheckContext, Verdict } from './check.ts';
import { couldNotLook } from './check.ts';
import { baseModels } from './base-models.ts';
import { identity } from './identity.ts';
import { images } from './images.ts';
import { encryptionKey } from './key.ts';
import { lambdaConcurrency } from './lambda-concurrency.ts';
import { quotas } from './quotas.ts';
import { rate } from './rate.ts';
import { regionVerdict } from './region.ts';
import { bootstrap, stacks } from './stacks.ts';
import { explainAwsError } from './trouble.ts';

/** What a training needs of the account, in the order in which a person would see to it. */
const checks: readonly Check[] = [
  quotas,
  rate,
  lambdaConcurrency,
  ...images,
  bootstrap,
  ...stacks,
  encryptionKey,
  baseModels,
];

export interface DoctorInput {
  readonly configuration: Configuration;
  /** Region of the environment or the profile. */
  readonly ambientRegion: string | undefined;
  readonly clientsIn: (region: string) => OperatorClients;
}

/** Looks at everything that must be there before a training can run. Changes nothing. */
export async function runChecks(input: DoctorInput): Promise<readonly Finding[]> {
  const { configuration, ambientRegion, clientsIn } = input;
  const where = { name: 'region', ...regionVerdict(configuration.region, ambientRegion) };
  const region = configuration.region ?? ambientRegion;
  if (region === undefined) return [where, ...skip([identity, ...checks], 'no region')];
  const context: CheckContext = { configuration, region, clients: clientsIn(region) };
  const who = await run(identity, context);
  if (who.some(({ state }) => state !== 'ok')) {
    return [...who, where, ...skip(checks, 'the right credentials come first')];
  }
  const findings: Finding[] = [];
  for (const check of checks) findings.push(...(await run(check, context)));
  return [...who, where, ...findings];
}

async function run(check: Check, context: CheckContext): Promise<readonly Finding[]> {
  try {
    return named(check, await check.look(context));
  } catch (error) {
    const finding = explainAwsError(error, check.permission);
    return named(
      check,
      check.names.map(() => finding),
    );
  }
}

function named(check: Check, verdicts: readonly Verdict[]): readonly Finding[] {
  return verdicts.map((verdict, n) => ({ name: check.names[n] ?? '', ...verdict }));
}

function skip(all: readonly Check[], why: string): readonly Finding[] {
  const verdict = couldNotLook(why);
  return all.flatMap(({ names }) => names.map((name) => ({ name, ...verdict })));
}
