import type { Finding } from '../../operator/doctor/check.ts';
import { runChecks } from '../../operator/doctor/doctor.ts';
import type { FakeAws } from '../wire/fake-aws.ts';
import { clientsOn, configured, readyAccount, region } from './operator-account.ts';

/** An account, and what the doctor is told. */
export interface Visit {
  readonly aws?: FakeAws;
  readonly configuration?: object;
  readonly ambientRegion?: string | undefined;
  readonly clientChanges?: object;
}

/** What the doctor finds. */
export async function visit(changes: Visit = {}) {
  const aws = changes.aws ?? readyAccount();
  const findings = await runChecks({
    configuration: configured(changes.configuration),
    ambientRegion: 'ambientRegion' in changes ? changes.ambientRegion : region,
    clientsIn: (region) => clientsOn(aws, { region, ...changes.clientChanges }),
  });
  return { aws, findings, of: (name: string) => findings.find((f) => f.name === name) as Finding };
}
