import type { Client } from '../client/client.ts';
import type { GateResult, ModelVersion } from '../core/api/wire/messages.ts';
import {
  conceptVerdictInWords,
  flipsInWords,
  verdictInWords,
} from '../core/training/words/gate-words.ts';
import type { Report } from './report.ts';
import { percent } from './report.ts';
import { settled } from './service.ts';

/** A candidate of a model. */
export interface Candidate {
  readonly modelId: string;
  readonly version: ModelVersion;
}

/** Inputs and concepts that are shown one by one. */
const shownFlips = 3;
const shownConcepts = 3;

/**
 * What the gate said of a candidate: verdict, reason, the concepts that failed and the very inputs
 * that flipped.
 * @param nameOf what an input is called before a person
 */
export async function showGate(
  client: Client,
  { modelId, version }: Candidate,
  { report, nameOf }: { readonly report: Report; readonly nameOf: (id: string) => string },
): Promise<GateResult> {
  const named = { model_id: modelId, version_id: version.id };
  const { gate } = await client.call('GetModelVersionGate', named);
  const { verdict, reasons, evaluationSet, negativeFlips } = gate;
  report.line(`gate: ${verdictInWords(verdict)}. ${reasons[0]?.message ?? ''}`);
  const failed = gate.concepts.filter(({ verdict: of }) => ['broken', 'not-reached'].includes(of));
  for (const { conceptId, parent, candidate, verdict: of } of failed.slice(0, shownConcepts)) {
    const before = parent === null ? '' : `${percent(parent)} before, `;
    report.line(
      `  ${conceptId}: ${before}${percent(candidate ?? NaN)} now; ${conceptVerdictInWords(of)}`,
    );
  }
  if (failed.length > shownConcepts)
    report.line(`  and ${failed.length - shownConcepts} more concepts`);
  report.line(`  ${flipsInWords({ ...gate, compared: evaluationSet.compared })}`);
  for (const { id, conceptId, parentAnswer, candidateAnswer } of negativeFlips.slice(0, shownFlips))
    report.line(`  ${nameOf(id)} is ${conceptId}: ${parentAnswer} before, ${candidateAnswer} now`);
  return gate;
}

/** Which version answers now, by the name that the demo gives it. */
export async function showAnswering(
  client: Client,
  modelId: string,
  { report, names }: { readonly report: Report; readonly names: ReadonlyMap<string, string> },
): Promise<string | undefined> {
  const { promoted_version_id: id } = await client.call('ListPromotions', { model_id: modelId });
  report.line(`version ${id} answers predictions: ${names.get(id ?? '') ?? 'another one'}`);
  return id;
}

/** Where a dial may be set. */
export interface Point {
  readonly weight: number;
  readonly shift: number;
}

/**
 * Points between parent and candidate that were measured without training, in a line.
 * @returns the most accurate one that the gate would pass; undefined where there is none
 */
export async function showDial(
  client: Client,
  { modelId, version }: Candidate,
  report: Report,
): Promise<Point | undefined> {
  const named = { model_id: modelId, version_id: version.id };
  const { dial } = await client.call('GetModelVersionDial', named);
  // Weight 0 is the parent, which knows nothing new.
  const passing = dial.points.filter(({ passes, weight }) => passes && weight > 0);
  const [best] = passing.toSorted((a, b) => b.accuracy - a.accuracy);
  const found = best
    ? `; of the ${passing.length} that the gate would pass the best: weight ${best.weight}, old groups ${percent(best.oldAccuracy)}, new ones ${percent(best.newAccuracy ?? 0)}, ${best.negativeFlipPercent.toFixed(1)} % flips`
    : '; the gate would pass none';
  report.line(`dial: ${dial.points.length} points between both, measured without training${found}`);
  return best;
}

/** The version that a point of the dial makes of parent and candidate: a job without steps. */
export async function dialled(
  client: Client,
  { modelId, version }: Candidate,
  { weight, shift }: Point,
): Promise<Candidate> {
  const named = { model_id: modelId, version_id: version.id };
  const body = { dial: { weight, shift } };
  const { model_version: made } = await client.call('PostDialVersion', named, body);
  return { modelId, version: await settled(client, modelId, made.id) };
}

/** Roll back is one call, and so is the way back. */
export async function rollBackAndReturn(
  client: Client,
  { modelId, version }: Candidate,
  report: Report,
): Promise<void> {
  const named = { model_id: modelId };
  const move = (versionId: string, reason: string) =>
    client.call('PostPromotion', named, { promotion: { versionId, reason } });
  const { promotion } = await move('previous', 'shown in the demo');
  await move(version.id, 'back to the newer one');
  report.line(
    `rolled back to ${promotion.versionId} in one call (deeptune roll-back ${modelId}), and promoted ${version.id} again`,
  );
}
