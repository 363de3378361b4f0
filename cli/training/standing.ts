import type { Client } from '../../client/client.ts';
import type { ModelVersion } from '../../core/api/wire/messages.ts';
import { CommandFailure, exitStatus } from '../frame/failure.ts';
import { commandLine } from '../frame/output/words.ts';
import { shortId } from '../frame/output/short-id.ts';
import { promotedId } from './promoted.ts';

/** Whether a trained version answers predictions, and if not, why. */
export interface Standing {
  /** `trained`: no gate has judged it, as of an earlier release. */
  readonly word: 'promoted' | 'held-back' | 'awaits-approval' | 'trained';
  /** Why, a line each. */
  readonly reasons: readonly string[];
  /** What answers now; undefined: nothing was promoted. */
  readonly promotedId: string | undefined;
}

/** @param version that is trained @throws ApiError */
export async function standingOf(
  client: Client,
  modelId: string,
  version: ModelVersion,
): Promise<Standing> {
  const gate = version.metadata?.deeptune.gate;
  const id = await promotedId(client, modelId);
  const reasons = gate?.reasons.map(({ message }) => message) ?? [];
  const of = { reasons, promotedId: id };
  if (id === version.id) return { word: 'promoted', ...of };
  if (gate?.verdict === 'hold-back') return { word: 'held-back', ...of };
  if (gate?.verdict === 'await-approval') return { word: 'awaits-approval', ...of };
  return { word: 'trained', ...of };
}

/** For people: `trained and promoted: it answers predictions from now on`. */
export function standingInWords({ word, promotedId: id }: Standing): string {
  const other =
    id === undefined ? 'no version answers yet' : `version ${shortId(id)} still answers`;
  return {
    promoted: 'trained and promoted: it answers predictions from now on',
    'held-back': `trained, but held back: ${other}`,
    'awaits-approval': `trained, and awaits approval: ${other}`,
    trained: 'trained',
  }[word];
}

/** What a version that does not answer ends a command with; undefined where it does. */
export function failureOfStanding(
  { word, reasons }: Standing,
  of: { readonly modelId: string; readonly versionId: string; readonly named: readonly string[] },
): CommandFailure | undefined {
  if (word === 'promoted' || word === 'trained') return undefined;
  const words = [of.modelId, shortId(of.versionId)];
  const why = reasons[0] === undefined ? '' : `: ${reasons[0]}`;
  const isHeldBack = word === 'held-back';
  return new CommandFailure(
    `${isHeldBack ? 'The version was trained, and held back' : 'The version was trained, and awaits approval'}${why}`,
    {
      ...{ exitStatus: exitStatus.notPromoted, code: isHeldBack ? 'held-back' : 'awaits-approval' },
      next: [
        commandLine('gate', ...words, ...of.named),
        ...(isHeldBack ? [commandLine('dial', ...words, ...of.named)] : []),
        commandLine('promote', ...words, '--reason', '…', ...of.named),
      ],
    },
  );
}
