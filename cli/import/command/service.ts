import { setTimeout } from 'node:timers/promises';
import { ApiError } from '../../../client/api-error.ts';
import type { Client } from '../../../client/client.ts';
import type { DatasetVersion } from '../../../core/api/wire/messages.ts';
import { connect } from '../../connection.ts';
import { CommandFailure, exitStatus, notFoundFailure } from '../../frame/failure.ts';
import { namesOfExamples, printReport } from '../../data-report.ts';
import type { CommandOptions } from './options.ts';

/**
 * A client of a service that answers and knows the app.
 * @param key of DEEPTUNE_KEY
 * @throws Error that says what to do: no key, a key that is not taken, no app; TypeError and
 *   SyntaxError where the service does not answer, for `errorInWords`
 */
export async function openDoor(
  options: CommandOptions & { readonly app: string },
  key: string | undefined,
): Promise<Client> {
  const { url } = options;
  const client = connect(options, key);
  try {
    await client.call('GetApp', {});
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.httpStatus !== 404) throw refused(error, url);
    await createApp(client, options);
  }
  return client;
}

async function createApp(
  client: Client,
  { app, user, createApp: isAsked }: CommandOptions & { readonly app: string },
): Promise<void> {
  if (!isAsked)
    throw notFoundFailure(
      `App '${app}' of user '${user}' does not exist: --create-app makes it, --user says another user`,
    );
  await client.call('PostApps', {}, { apps: [{ id: app }] });
}

function refused(error: ApiError, url: string): Error {
  const isOfKey = error.httpStatus === 401 || error.httpStatus === 403;
  if (!isOfKey) return error;
  return new CommandFailure(`The key in DEEPTUNE_KEY is not taken by ${url}: ${error.message}`, {
    exitStatus: exitStatus.key,
    code: 'key-refused',
  });
}

/**
 * Freezes a dataset version and waits until it is ready.
 * @returns lines for a person: what the version's data are like
 * @throws Error where it failed
 */
export async function freeze(
  client: Client,
  { dataset, version }: { readonly dataset: string; readonly version: string },
): Promise<string[]> {
  await frozenVersion(client, { dataset, version });
  const frozen = { dataset_id: dataset, dataset_version_id: version };
  const { data_report: report } = await client.call('GetDatasetVersionDataReport', frozen);
  const names = await namesOfExamples(client, report);
  return [`dataset version '${version}' is frozen`, ...printReport(report, names)];
}

/**
 * Freezes a dataset version and waits until it is ready. @param version its id; absent: a new one
 * @throws Error where it failed
 */
export async function frozenVersion(
  client: Client,
  { dataset, version }: { readonly dataset: string; readonly version?: string },
): Promise<DatasetVersion> {
  const at = { dataset_id: dataset };
  const asked = { dataset_versions: [version === undefined ? {} : { id: version }] };
  let found = (await client.call('PostDatasetVersions', at, asked)).dataset_versions[0];
  while (found && pending.includes(found.status?.code ?? 0)) {
    await setTimeout(500);
    const of = { ...at, dataset_version_id: found.id };
    found = (await client.call('GetDatasetVersion', of)).dataset_version;
  }
  const { code, description, details } = found?.status ?? { code: 0, description: 'no answer' };
  if (!found || code !== ready)
    throw new Error(
      `Dataset version '${found?.id ?? version ?? 'new'}' is not frozen: ${details ?? description}`,
    );
  return found;
}

/** Clarifai's codes of a dataset version: pending, in progress; ready. */
const pending = [64005, 64010];
const ready = 64015;
