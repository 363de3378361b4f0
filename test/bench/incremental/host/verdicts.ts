import type { Client } from '../../../../client/client.ts';
import type { StepRecord } from '../records/records.ts';

/** What the service's gate and dial say of a candidate. */
export async function verdictsOf(
  client: Client,
  modelId: string,
  versionId: string,
): Promise<Pick<StepRecord, 'gate' | 'dial'>> {
  const named = { model_id: modelId, version_id: versionId };
  const { gate } = await client.call('GetModelVersionGate', named);
  const broken = gate.concepts.filter(({ verdict }) => verdict === 'broken');
  const { dial } = await client.call('GetModelVersionDial', named);
  return {
    gate: {
      verdict: gate.verdict,
      reasons: gate.reasons.map(({ code }) => code),
      brokenConcepts: broken.flatMap(({ conceptId }) => conceptId ?? []),
      negativeFlipPercent: gate.negativeFlipPercent,
    },
    dial: dial.points.map(({ weight, shift, oldAccuracy, newAccuracy, isOnFrontier }) => ({
      ...{ weight, shift, isOnFrontier },
      oldAccuracy: rounded(oldAccuracy),
      newAccuracy: rounded(newAccuracy ?? 0),
    })),
  };
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
