import type { Command } from 'commander';
import type { MeasuredDialPoint, NegativeFlip } from '../../core/api/wire/messages.ts';
import { percentOf, scoreInWords } from '../../core/training/words/gate-words.ts';
import type { CommandContext } from '../frame/context.ts';
import type { Session } from '../frame/connection/session.ts';
import { CommandFailure, exitStatus, usageFailure } from '../frame/failure.ts';
import type { Column } from '../frame/output/output.ts';
import { commandLine, counted } from '../frame/output/words.ts';
import { shownNumber } from '../models/version-facts.ts';
import { shortId } from '../frame/output/short-id.ts';
import { findVersion } from '../training/find-model.ts';
import { appWords } from '../training/named-app.ts';
import { dialPlotLines } from './dial-plot.ts';

export interface DialChoice {
  readonly weight: number;
  readonly shift: number;
}

interface OfVersion {
  readonly model: string;
  readonly version: string;
}

/** `deeptune dial`: every point that was measured, and where the frontier runs. */
export async function showDial(
  context: CommandContext,
  command: Command,
  of: OfVersion,
): Promise<void> {
  const session = await context.connect(command);
  const { id, points, score, parentVersionId } = await readDial(session, of);
  const output = context.output(command);
  output.rows(points, output.format === 'table' ? shownColumns : pointColumns, points);
  if (output.format === 'table')
    output.text(['', ...dialPlotLines(points, context.out.columns)], points);
  context.say(
    command,
    `figures are the ${scoreInWords(score)}; weight 0 is parent ${shortId(parentVersionId)}, 1 is this version`,
  );
  const words = [of.model, shortId(id), ...appWords(command, session)];
  const best = bestOf(points);
  if (!best) return context.say(command, 'no point passes the gate: the parent stays the best');
  const chosen = ['--weight', String(best.weight), '--shift', String(best.shift)];
  context.say(command, `${commandLine('dial', ...words, ...chosen)} lists what would flip`);
  context.say(
    command,
    best.isNaive
      ? 'no other point that passes is better than the version as it was trained'
      : `${commandLine('dial', 'make', ...words, ...chosen)} makes it a version`,
  );
}

/** `deeptune dial --weight --shift`: the inputs that would flip at a point. */
export async function showDialFlips(
  context: CommandContext,
  command: Command,
  of: OfVersion & { readonly choice: DialChoice },
): Promise<void> {
  const session = await context.connect(command);
  const { id, points } = await readDial(session, of);
  const chosen = pointAt(points, of.choice);
  const { weight, shift } = of.choice;
  const point = { weight: String(weight), shift: String(shift) };
  const at = { model_id: of.model, version_id: id, ...point };
  const { flips } = await session.client.call('ListDialFlips', at);
  context.output(command).rows(flips, flipColumns, flips);
  context.say(command, `${pointInWords(chosen)}; ${counted(flips.length, 'input')} would flip`);
}

/** The version that is named, with what was measured of it. @throws CommandFailure, ApiError */
export async function readDial({ client }: Session, { model, version }: OfVersion) {
  const { id } = await findVersion(client, model, version);
  const at = { model_id: model, version_id: id };
  const { dial } = await client.call('GetModelVersionDial', at);
  return { id, ...dial };
}

/** Undefined: it was not measured, and may be made a version all the same. */
export function measuredAt(
  points: readonly MeasuredDialPoint[],
  { weight, shift }: DialChoice,
): MeasuredDialPoint | undefined {
  return points.find((point) => point.weight === weight && point.shift === shift);
}

/** @throws CommandFailure (2) for a point that was not measured */
export function pointAt(
  points: readonly MeasuredDialPoint[],
  { weight, shift }: DialChoice,
): MeasuredDialPoint {
  const found = measuredAt(points, { weight, shift });
  if (found) return found;
  const there = points.map((point) => `${point.weight} with ${point.shift}`).join(', ');
  throw usageFailure(
    `No point has weight ${weight} and shift ${shift}; measured were, weight with shift: ${there}`,
  );
}

/** Of what passes the gate, what is best on everything; undefined: nothing but the parent does. */
export function bestOf(points: readonly MeasuredDialPoint[]): MeasuredDialPoint | undefined {
  return points
    .filter(({ passes, isOnFrontier, weight }) => passes && isOnFrontier && weight > 0)
    .toSorted((a, b) => b.accuracy - a.accuracy)[0];
}

/** A point that the gate would refuse is made only by who says so. @throws CommandFailure (1) */
export function assertPasses(point: MeasuredDialPoint, isForced: boolean): void {
  if (point.passes || isForced) return;
  throw new CommandFailure(
    `The gate would hold this point back: ${pointInWords(point)}. --anyway makes it all the same; it will not answer by itself`,
    { exitStatus: exitStatus.refused, code: 'point-does-not-pass' },
  );
}

/** `weight 0.6, shift -2: old 0.98, new 0.91, 1.5 % become wrong` */
export function pointInWords(point: MeasuredDialPoint): string {
  const { weight, shift, oldAccuracy, newAccuracy, negativeFlipPercent, brokenConcepts } = point;
  const fresh = newAccuracy === null ? '' : `, new concepts ${shownNumber(newAccuracy)}`;
  const broken = brokenConcepts.length === 0 ? '' : `; broken: ${brokenConcepts.join(', ')}`;
  return `weight ${weight}, shift ${shift}: old concepts ${shownNumber(oldAccuracy)}${fresh}, ${percentOf(negativeFlipPercent)} become wrong${broken}`;
}

const figures = [
  ['weight', ({ weight }) => weight],
  ['shift', ({ shift }) => shift],
  ['oldAccuracy', ({ oldAccuracy }) => oldAccuracy],
  ['newAccuracy', ({ newAccuracy }) => newAccuracy],
  ['accuracy', ({ accuracy }) => accuracy],
  ['negativeFlipPercent', (point) => point.negativeFlipPercent],
] as const satisfies readonly (readonly [string, (point: MeasuredDialPoint) => number | null])[];

const pointColumns: readonly Column<MeasuredDialPoint>[] = [
  ...figures.map(([name, value]) => ({ name, value })),
  { name: 'brokenConcepts', value: ({ brokenConcepts }) => brokenConcepts.join(' ') },
  { name: 'passes', value: ({ passes }) => passes },
  { name: 'isOnFrontier', value: ({ isOnFrontier }) => isOnFrontier },
  { name: 'isNaive', value: ({ isNaive }) => isNaive === true },
];

const shownColumns: readonly Column<MeasuredDialPoint>[] = [
  { name: 'weight', value: ({ weight }) => weight, align: 'right' },
  { name: 'shift', value: ({ shift }) => shift, align: 'right' },
  { name: 'old', value: ({ oldAccuracy }) => shownNumber(oldAccuracy), align: 'right' },
  { name: 'new', value: ({ newAccuracy }) => shownNumber(newAccuracy), align: 'right' },
  { name: 'all', value: ({ accuracy }) => shownNumber(accuracy), align: 'right' },
  { name: 'flips', value: (point) => percentOf(point.negativeFlipPercent), align: 'right' },
  { name: 'gate', value: gateOf },
  { name: 'what', value: whatOf },
];

function gateOf({ passes, brokenConcepts }: MeasuredDialPoint): string {
  if (passes) return 'passes';
  return brokenConcepts.length === 0 ? 'refuses' : `breaks ${brokenConcepts.join(', ')}`;
}

/** What a point is called in the table. */
export function whatOf({ weight, isNaive, isOnFrontier }: MeasuredDialPoint): string {
  const what = weight === 0 ? 'the parent' : isNaive ? 'as trained' : '';
  return [what, isOnFrontier ? 'frontier' : ''].filter((word) => word !== '').join(', ');
}

const flipColumns: readonly Column<NegativeFlip>[] = [
  { name: 'input', value: ({ id }) => id },
  { name: 'concept', value: ({ conceptId }) => conceptId },
  { name: 'parentAnswer', value: ({ parentAnswer }) => parentAnswer },
  { name: 'candidateAnswer', value: ({ candidateAnswer }) => candidateAnswer },
];
