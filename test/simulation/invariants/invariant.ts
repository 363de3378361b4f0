import type { Item } from '../../../core/ports/table.ts';
import { toItem } from '../../../lambda/table/dynamo-page.ts';
import type { FakeTrainingJob } from '../../wire/sagemaker/sagemaker-jobs.ts';
import type { WireRequest } from '../../wire/protocol/wire.ts';
import type { CommittedChange } from '../../wire/dynamodb/dynamodb.ts';
import type { WireCall } from '../network/injected-faults.ts';
import type { WiredCaller } from '../network/wire.ts';
import type { SimulatedAccount } from '../account/simulated-account.ts';

/** What an invariant sees of a world. */
export interface Facts {
  readonly account: SimulatedAccount;
  readonly bucket: string;
  now(): number;
  /** Calls once, so many milliseconds of the world from now. */
  after(milliseconds: number, run: () => void): void;
  /** True while anything is made to go wrong. */
  hasFaults(): boolean;
  /** Every item of the table. */
  items(): readonly Item[];
  /** The item of a key, as it is now. */
  item(pk: string, sk: string): Item | undefined;
}

/** One item before and after a write. */
export interface Change {
  readonly pk: string;
  readonly sk: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

/** What must always hold. Each looks where it is cheap: at every write, every call, at the end. */
export interface Invariant {
  /** I1 … of the list in docs/testing.md, and what it says. */
  readonly name: string;
  /** All that one request wrote. */
  onCommit?(changes: readonly Change[], facts: Facts): void;
  onCall?(call: WireCall, request: WireRequest, caller: WiredCaller): void;
  /** A training job was accepted by SageMaker. */
  onJob?(job: FakeTrainingJob, facts: Facts): void;
  /** Everything is quiet. */
  atEnd?(facts: Facts): void | Promise<void>;
}

/** Reports that an invariant does not hold. */
export type Violate = (what: string) => void;
export type MakeInvariant = (violate: Violate) => Invariant;

/** Of committed attributes. */
export function changeOf({ before, after }: CommittedChange): Change {
  const [old, now] = [before, after].map((item) => item && toItem(item));
  const { pk, sk } = (now ?? old)!;
  return { pk, sk, before: old, after: now };
}

/** `user#ada#holds` -> `ada`. */
export function userOf(pk: string): string {
  return pk.split('#')[1] ?? '';
}

/** The records of a partition's kind: `holds`, `usage`, `budget` … of every tenant. */
export function kindOf(pk: string): string {
  return pk.split('#').at(-1) ?? '';
}
