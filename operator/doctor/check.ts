import type { Configuration } from '../../lib/configuration/configuration.ts';
import type { OperatorClients } from '../clients.ts';

export type State = 'ok' | 'to do' | 'could not look';

/** What a check says of one thing. */
export interface Verdict {
  readonly state: State;
  /** What was found: a short sentence. */
  readonly detail: string;
  /**
   * What to request or run, and where: one line each. Empty where another check's remedy comes
   * first.
   */
  readonly remedy: readonly string[];
}

export interface Finding extends Verdict {
  readonly name: string;
}

/** Where the doctor looks. */
export interface CheckContext {
  readonly configuration: Configuration;
  readonly region: string;
  readonly clients: OperatorClients;
}

/** One look at the account, which may tell of several things. It only reads. */
export interface Check {
  readonly names: readonly string[];
  /** What IAM must allow for it. */
  readonly permission: string;
  /** One verdict per name, in their order. */
  look(context: CheckContext): Promise<readonly Verdict[]>;
}

export function ok(detail: string): Verdict {
  return { state: 'ok', detail, remedy: [] };
}

export function todo(detail: string, ...remedy: readonly string[]): Verdict {
  return { state: 'to do', detail, remedy };
}

export function couldNotLook(detail: string, ...remedy: readonly string[]): Verdict {
  return { state: 'could not look', detail, remedy };
}

/** One verdict of several on the same thing: what is open, or else all that was found. */
export function merged(verdicts: readonly Verdict[]): Verdict {
  const open = verdicts.filter(({ state }) => state !== 'ok');
  const shown = open.length > 0 ? open : verdicts;
  const detail = shown.map((verdict) => verdict.detail).join('; ');
  const remedy = open.flatMap((verdict) => verdict.remedy);
  return open.length > 0 ? todo(detail, ...remedy) : ok(detail);
}
