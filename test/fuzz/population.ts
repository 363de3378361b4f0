import { Client } from '../../client/client.ts';
import { openAiRoutes } from '../../core/api/openai/open-ai-app.ts';
import { allRoutes } from '../../core/api/clarifai/all-routes.ts';
import type { RunningServer } from '../../local/server.ts';
import { seed } from './seed.ts';
import type { KnownIds } from './seed.ts';
import { fineTuned, trainedReader, waitingJobs } from './trained.ts';

export const userId = 'fuzz';
const lab = 'lab';

/** What the hooks of schemathesis are told: see `hooks.py`. */
export interface Population {
  readonly app: string;
  readonly apps: Readonly<Record<string, string>>;
  readonly known: Readonly<Record<string, KnownIds>>;
  readonly operations: Readonly<Record<string, KnownIds>>;
}

/** Whatever deletes has an app of its own, so that everybody finds his full. */
const deletions = [
  ...allRoutes.map(({ method, operation }) => ({ method, operation })),
  ...openAiRoutes.map(({ method, id }) => ({ method, operation: id })),
]
  .filter(({ method }) => method === 'DELETE')
  .map(({ operation }) => operation);

/**
 * Fills a folder through its service, which trains: the apps, a trained classifier and two
 * fine-tuned models.
 */
export async function populate(server: RunningServer): Promise<Population> {
  const known: Record<string, KnownIds> = {};
  for (const appId of [lab, 'market', ...new Set(deletions)])
    known[appId] = await seed(clientOf(server, appId), userId, appId);
  known[lab] = {
    ...known[lab],
    ...(await trainedReader(clientOf(server, lab))),
    ...(await fineTuned(server, lab)),
  };
  // The only version of a model cannot be deleted; answers are there of trained ones alone.
  for (const appId of ['DeleteModelVersion', 'DeleteEvaluation', 'DeleteModelVersionPrediction']) {
    const trained = await trainedReader(clientOf(server, appId));
    if (appId !== 'DeleteModelVersion') known[appId] = { ...known[appId], ...trained };
  }
  for (const appId of ['deleteModel', 'deleteFile'])
    known[appId] = { ...known[appId], ...(await fineTuned(server, appId)) };
  const bulk = known[lab]['operation-id'] ?? '';
  return {
    app: lab,
    apps: Object.fromEntries(deletions.map((operation) => [operation, operation])),
    known,
    operations: { GetBulkOperation: { id: bulk } },
  };
}

/** The same with jobs that wait, once the service does not train any more. */
export async function withWaitingJobs(
  server: RunningServer,
  population: Population,
): Promise<Population> {
  const jobs = await waitingJobs(server, lab, population.known[lab]?.['file_id'] ?? '');
  return { ...population, operations: { ...population.operations, ...jobs } };
}

function clientOf(server: RunningServer, appId: string): Client {
  return new Client({ ...server, userId, appId });
}
