import type { ServiceName } from '../../wire/protocol/wire.ts';
import type { Random } from '../time/random.ts';

/**
 * What can happen to one call. `late`: the caller gives up and asks again, and what he asked first
 * is done after that. `conflict` and `no-capacity`: what the service itself says. `crash-…`: the
 * function's process dies, before or after its call was done.
 */
export const injectedKinds = [
  'throttle',
  'server-error',
  'timeout-before',
  'committed-reply-lost',
  'duplicate',
  'late',
  'slow',
  'conflict',
  'no-capacity',
  'access-denied',
  'crash-before',
  'crash-after',
] as const;
export type InjectedKind = (typeof injectedKinds)[number];

/** A call on its way from a function. */
export interface WireCall {
  /** Whose process it comes from. */
  readonly caller: string;
  readonly service: ServiceName;
  readonly operation: string;
}

/** Operations that change something; what they are asked in vain matters most. */
const mutating =
  /^(TransactWrite|Update|Put|Copy|Delete|Create|Complete|Upload|Stop|Start|SendTask|Subscribe|Unsubscribe|Publish|Abort)/;

export function isMutating({ operation }: WireCall): boolean {
  return mutating.test(operation);
}

/**
 * How much more (or less) often than usual a call of an operation meets a fault: each site is to be
 * reached, the rare ones too. Any other: `rare`.
 */
const often: Readonly<Record<string, number>> = {
  ...{ GetItem: 0.25, Query: 0.25, GetObject: 0.25, HeadObject: 0.25, ListObjectsV2: 0.25 },
  ...{ ListTags: 0.25, DeleteObject: 0.5, DescribeTrainingJob: 1, DescribeExecution: 1 },
  ...{ TransactWriteItems: 2, PutObject: 2, PutEvents: 2 },
};
const rare = 8;

/** What happens at one call; a function: what somebody does at that moment. */
export interface SingleFault {
  /** From 1. */
  readonly at: number;
  readonly kind: InjectedKind | (() => void);
  /** Of this function's calls alone; absent: of all. */
  readonly caller?: string | undefined;
}

/** Decides by a seed which calls meet what. */
export class InjectedFaults {
  readonly #random: Random;
  readonly #rate: number;
  /** `caller service.operation` to kind to count. */
  readonly counts = new Map<string, Map<string, number>>();
  /** How often each site was called at all. */
  readonly calls = new Map<string, number>();
  isOn = false;
  total = 0;
  /** Calls since `only`. */
  counted = 0;
  #single: SingleFault | undefined;
  #outage: { readonly until: number; readonly now: () => number } | undefined;

  constructor(random: Random) {
    this.#random = random;
    this.#rate = random.pick([0.004, 0.01, 0.02, 0.04]);
  }

  decide(call: WireCall): InjectedKind | undefined {
    if (isMutating(call)) add(this.calls, siteOf(call));
    if (this.#single) return this.#nth(call, this.#single);
    if (!this.isOn) return undefined;
    if (this.#outage && this.#outage.now() < this.#outage.until) return 'server-error';
    if (!this.#random.chance(this.#probability(call))) return undefined;
    const kind = this.#random.weighted(weightsOf(call));
    this.count(siteOf(call), kind);
    return kind;
  }

  /** One fault and no other: at the so manieth call from now on. */
  only(single: SingleFault): void {
    this.#single = single;
    this.counted = 0;
  }

  #nth(call: WireCall, { at, kind, caller }: SingleFault): InjectedKind | undefined {
    if (caller !== undefined && call.caller !== caller) return undefined;
    this.counted += 1;
    if (this.counted !== at) return undefined;
    const isOfWire = typeof kind === 'string';
    this.count(siteOf(call), isOfWire ? kind : 'stop');
    if (isOfWire) return kind;
    kind();
    return undefined;
  }

  /** Until then no service of AWS does anything. */
  outage(until: number, now: () => number): void {
    this.#outage = { until, now };
  }

  /** A fault that is not of the wire: an event lost, a reclaim, a jump of the clock. */
  count(site: string, kind: string): void {
    this.total += 1;
    const kinds = this.counts.get(site) ?? new Map<string, number>();
    this.counts.set(site, kinds);
    add(kinds, kind);
  }

  #probability({ operation }: WireCall): number {
    return Math.min(0.4, (often[operation] ?? rare) * this.#rate);
  }
}

export function siteOf({ caller, service, operation }: WireCall): string {
  return `${caller} ${service}.${operation}`;
}

function add(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** Kinds that a call can meet, those of reads without what would change nothing. */
export function weightsOf(call: WireCall): Readonly<Record<InjectedKind, number>> {
  const writes = isMutating(call) ? 2 : 0;
  const hasConflicts = call.operation === 'TransactWriteItems';
  const startsJob = call.operation === 'CreateTrainingJob';
  return {
    throttle: 1,
    'server-error': 1,
    'timeout-before': 1,
    'committed-reply-lost': writes,
    duplicate: writes,
    late: writes,
    slow: 1,
    conflict: hasConflicts ? 2 : 0,
    'no-capacity': startsJob ? 2 : 0,
    'access-denied': 0.3,
    'crash-before': 1,
    'crash-after': 1,
  };
}
