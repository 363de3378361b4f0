import type { ModelVersion } from '../../model/model-version.ts';
import { jobKeys, objectKeys } from '../../records/object-keys.ts';
import { evaluationRows } from '../../training/dial/evaluation-rows.ts';
import { findDial } from '../request/dial/dial-candidate.ts';
import { copyArtifact } from './copy-artifact.ts';
import type { JobUses } from './job.ts';
import { LaidOutCounter, measuredOnly, writeLaidOut } from '../request/rows/laid-out.ts';
import { writeJob } from './lay-out.ts';

type Requested = Extract<ModelVersion, { training: unknown }>;

/**
 * Lays out a job without steps: the exports of both ends of a dial, and the frozen evaluation set
 * of the candidate. What the version's line knows is what its end knows: of the parent where the
 * point is the parent.
 * @param describe `job.json`, given the digest of the rows
 * @throws DeeptuneError where one of the ends was deleted since it was asked for
 */
export async function layOutDial(
  version: Requested,
  describe: (datasetDigest: string) => object,
  deps: JobUses,
): Promise<void> {
  const { scope, id, modelId, training } = version;
  const { candidateVersionId, weight } = training.dial!;
  const ends = await findDial({ scope, modelId, versionId: candidateVersionId }, deps);
  const folder = objectKeys.versionPrefix(scope, id);
  const counter = new LaidOutCounter(training.concepts);
  const rows = counter.laidOut(counter.own(evaluationRows(scope, candidateVersionId, deps)));
  await writeJob({ folder, scope, rows, describe }, deps);
  await writeLaidOut(folder, measuredOnly(counter), deps);
  await copyArtifact(ends.parent, objectKeys.parentPrefix(scope, id), deps);
  await copyArtifact(ends.candidate, objectKeys.candidatePrefix(scope, id), deps);
  await copyLine((weight === 0 ? ends.parent : ends.candidate).id, version, deps);
}

async function copyLine(fromId: string, { scope, id }: Requested, deps: JobUses): Promise<void> {
  const [from, to] = [fromId, id].map((each) => objectKeys.versionPrefix(scope, each)) as [
    string,
    string,
  ];
  for (const keyOf of [jobKeys.line, jobKeys.exemplars])
    if (await deps.objects.head(keyOf(from))) await deps.objects.copy(keyOf(from), keyOf(to));
}
