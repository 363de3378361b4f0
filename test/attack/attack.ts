import type { KnownIds } from '../fuzz/seed.ts';
import type { HostProcess } from './host-process.ts';
import type { Probe } from './probe.ts';
import type { Answered, Asked } from './request.ts';
import { ask, evidence } from './request.ts';
import type { Kind, Report } from './report.ts';

/** What every attack on a running host has at hand. */
export interface Target {
  readonly host: HostProcess;
  readonly report: Report;
  readonly probe: Probe;
  /** The victim's ids in his app `lab`. */
  readonly known: KnownIds;
  /** A key of another user of the same host, with an app `lab` of his own. */
  readonly stranger: string;
}

/** How long another user may have to wait for `/healthz` meanwhile, milliseconds. */
const maxWait = Number(process.env['DEEPTUNE_ATTACK_WAIT'] ?? 1_000);
/** How much memory one request may cost. */
const maxMiB = 400;

/** What one hostile request has to end as. */
export interface Expected {
  readonly kind: Kind;
  readonly what: string;
  readonly asked: Asked;
  /** True for the answers that are right; by default each refusal that is the caller's fault. */
  readonly isRight?: (answer: Answered) => boolean;
}

export const isRefused = ({ status }: Answered): boolean => status >= 400 && status < 500;

/**
 * Sends a hostile request: it must be answered rightly, hold up nobody else, and cost no more
 * memory than a request may.
 */
export async function attempt(target: Target, expected: Expected): Promise<Answered> {
  const { host, report } = target;
  const { kind, what, asked, isRight = isRefused } = expected;
  let answer: Answered = { status: 0, text: '', headers: new Headers() };
  const cost = await watched(target, async () => {
    answer = await ask(host.url, asked);
  });
  const isHeld = isRight(answer) && answer.status < 500 && cost === undefined && host.isRunning;
  report.tried(kind, what, isHeld, () => `${cost ?? ''}${evidence(host.url, asked, answer)}`);
  return answer;
}

/** Does something. @returns what it cost others, where that was too much */
export async function watched(
  { host, probe }: Target,
  act: () => Promise<void>,
): Promise<string | undefined> {
  await probe.longest();
  const before = host.memoryMiB ?? 0;
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, host.memoryMiB ?? 0)), 20);
  await act();
  clearInterval(timer);
  const waited = await probe.longest();
  if (waited > maxWait) return `others waited ${Math.round(waited)} ms\n`;
  return most - before > maxMiB ? `memory grew by ${Math.round(most - before)} MiB\n` : undefined;
}
