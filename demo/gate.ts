import type { Client } from '../client/client.ts';
import type { GateResult, ModelVersion } from '../core/api/wire/messages.ts';
import {
  conceptVerdictInWords,
  flipsInWords,
  verdictInWords,
} from '../core/training/words/gate-words.ts';
import type { Report } from './report.ts';
import { percent } from './report.ts';

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

/** Points between parent and candidate that were measured without training, in a line. */
export async function showDial(
  client: Client,
  { modelId, version }: Candidate,
  report: Report,
): Promise<void> {
  const named = { model_id: modelId, version_id: version.id };
  const { dial } = await client.call('GetModelVersionDial', named);
  const frontier = dial.points.filter(({ isOnFrontier }) => isOnFrontier);
  const calm = frontier
    .filter(({ passes }) => passes)
    .toSorted((a, b) => a.negativeFlipPercent - b.negativeFlipPercent)[0];
  const best = calm
    ? `; the one with the fewest flips that the gate would pass: weight ${calm.weight}, old groups ${percent(calm.oldAccuracy)}, new ones ${percent(calm.newAccuracy ?? 0)}, ${calm.negativeFlipPercent.toFixed(1)} % flips`
    : '';
  report.line(
    `dial: ${dial.points.length} points between both measured without training, ${frontier.length} on the frontier${best}`,
  );
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
