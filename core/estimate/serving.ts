/**
 * Largest artifact that a serverless endpoint can answer with: of its 6,144 MB of memory (the most
 * that SageMaker gives) some 2,048 are for Python, torch, the model server and the answer itself, a
 * judgement. Its disk of 5 GB would hold little more.
 */
export const maxServerlessArtifactBytes = (6144 - 2048) * 2 ** 20;

/** Where a version's artifact can be fetched; the routes have the same path. */
export const artifactRoute = 'GET …/models/{model_id}/versions/{version_id}/exports';

/**
 * Why a model with such an artifact cannot be predicted with here, and what to do instead;
 * undefined where it can.
 * @param artifactBytes estimated or real; undefined: not known, which is no reason
 * @param maxBytes what this host can serve; undefined: anything
 */
export function whyNotPredictable(
  artifactBytes: number | undefined,
  maxBytes: number | undefined,
): string | undefined {
  if (artifactBytes === undefined || maxBytes === undefined || artifactBytes <= maxBytes)
    return undefined;
  return (
    `This model cannot be predicted with here: its artifact has ${inGb(artifactBytes)} and an endpoint holds ${inGb(maxBytes)}. ` +
    `It can be trained, evaluated on held-out inputs and resumed from; ${artifactRoute} answers a link to its artifact`
  );
}

const inGb = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
