import * as z from 'zod';
import type { PurgePlan } from '../../../deletion/purge/purge-inputs.ts';
import { planPurge, purgeInputs } from '../../../deletion/purge/purge-inputs.ts';
import type { Scope } from '../../../records/keys.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, scopeOf } from '../../http/request-context.ts';
import type { Answer, Route } from '../../http/route.ts';

/** Inputs of one purge: what fits into the record that a cut off purge is found again by. */
const maxPurged = 1_000;

/** Copies that an answer lists. */
const maxCopies = 1_000;

const purge = z.strictObject({
  ids: z.array(z.string().min(1)).min(1).max(maxPurged),
  /** False: nothing is erased, the answer says what would be. */
  confirmed: z.boolean().default(false),
});

/** @throws DeeptuneError inputs-in-use */
async function post(call: RequestContext): Promise<Answer<'PostInputsPurge'>> {
  const scope = await scopeOf(call);
  const { ids, confirmed } = parse(purge, call.body);
  const act = confirmed ? purgeInputs : planPurge;
  return { purge: { isDone: confirmed, ...purgeToWire(scope, await act(scope, ids, call.deps)) } };
}

function purgeToWire({ appId }: Scope, { traces, references, kept }: PurgePlan) {
  const answers = ({
    id,
    modelId,
    versionId,
  }: {
    id: string;
    modelId: string;
    versionId: string;
  }) => ({
    app_id: appId,
    model_id: modelId,
    model_version_id: versionId,
    id,
  });
  return {
    inputs: traces.inputs,
    notFound: traces.notFound,
    dataset_versions: traces.datasetVersions.map(({ version, rows }) => ({
      dataset_id: version.datasetId,
      id: version.id,
      rows,
    })),
    model_versions: traces.modelVersions.map(({ id, modelId, status }) => ({
      app_id: appId,
      model_id: modelId,
      id,
      status,
    })),
    evaluations: traces.evaluations.map(answers),
    predictions: traces.predictions.map(answers),
    files: traces.files,
    copies: references.copies.slice(0, maxCopies),
    kept,
  };
}

export const inputPurgeRoutes: readonly Route[] = [
  {
    operation: 'PostInputsPurge',
    method: 'POST',
    path: '/inputs/purge',
    under: 'app',
    body: purge,
    handle: post,
  },
];
