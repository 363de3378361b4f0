import type { Client } from '../../../../client/client.ts';
import type { ModelVersion, PromotionMove } from '../../../../core/api/wire/messages.ts';
import { standingOf } from '../../../../core/training/words/standing.ts';
import type { Standing } from '../../../../core/training/words/standing.ts';
import { useCall, useChange } from '../../../api/use-call.ts';

/** Which version answers predictions, and the moves that led there. */
export function usePromotions(modelId: string, options: { readonly enabled?: boolean } = {}) {
  return useCall('ListPromotions', { model_id: modelId }, options);
}

/** How the versions of a model stand, once it is known which is promoted. */
export function useStandings(
  modelId: string,
): (version: ModelVersion | undefined) => Standing | undefined {
  const promoted = usePromotions(modelId).data?.promoted_version_id;
  return (version) =>
    version &&
    standingOf({ id: version.id, verdict: version.metadata?.deeptune?.gate?.verdict }, promoted);
}

/** A move that is asked for. */
export interface AskedMove {
  /** `previous`: the one that answered before. */
  readonly versionId: string;
  readonly reason: string;
  /** What answers as it was read: the move is refused where that is another one by now. */
  readonly expectedVersionId?: string;
}

/** Moves `promoted`. */
export function useMove(modelId: string) {
  return useChange(
    async (client: Client, asked: AskedMove): Promise<PromotionMove> => {
      const body = { promotion: asked };
      const answer = await client.call('PostPromotion', { model_id: modelId }, body);
      return answer.promotion;
    },
    ['ListPromotions', 'GetModelVersion', 'ListModelVersions', 'GetModel'],
  );
}
