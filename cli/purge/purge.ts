import type { Client } from '../../client/client.ts';
import type { InputsPurge } from '../../core/api/wire/messages.ts';

/** Inputs of one request. */
const atOnce = 1_000;

/** Asks what a purge would erase; changes nothing. */
export function lookAtPurge(client: Client, ids: readonly string[]): Promise<InputsPurge[]> {
  return inRequests(client, ids, false);
}

/** Erases. May be repeated after it was cut off. @throws ApiError inputs-in-use */
export function carryOutPurge(client: Client, ids: readonly string[]): Promise<InputsPurge[]> {
  return inRequests(client, ids, true);
}

async function inRequests(
  client: Client,
  ids: readonly string[],
  confirmed: boolean,
): Promise<InputsPurge[]> {
  const answers: InputsPurge[] = [];
  for (let at = 0; at < ids.length; at += atOnce) {
    const some = ids.slice(at, at + atOnce);
    answers.push((await client.call('PostInputsPurge', {}, { ids: some, confirmed })).purge);
  }
  return answers;
}

type IdList = 'inputs' | 'notFound' | 'files' | 'copies' | 'kept';

/** Answers of several requests as lines for a person. */
export function purgeInWords(answers: readonly InputsPurge[]): string[] {
  const all = (name: IdList) => distinct(answers.flatMap((each) => each[name]));
  const models = distinct(answers.flatMap((each) => each.model_versions.map(versionInWords)));
  return [
    ...listed('inputs', all('inputs')),
    ...listed('found nowhere', all('notFound')),
    ...listed('dataset versions that lose rows', datasetVersions(answers)),
    ...listed('model versions that learnt from them, or go on from such a one', models),
    ...listed('evaluations that lose answers', answersOf(answers, 'evaluations')),
    ...listed('predictions that lose answers', answersOf(answers, 'predictions')),
    ...listed('uploaded files that go whole', all('files')),
    ...listed('copies under other ids that stay', all('copies')),
    ...all('kept').map((text) => `stays: ${text}`),
  ];
}

/** Ids that are nowhere. */
export function notFoundIn(answers: readonly InputsPurge[]): number {
  return answers.reduce((sum, { notFound }) => sum + notFound.length, 0);
}

function versionInWords({ model_id, id, status }: InputsPurge['model_versions'][number]): string {
  return `${model_id}/${id} (${status})`;
}

function datasetVersions(answers: readonly InputsPurge[]): string[] {
  const rows = new Map<string, number>();
  for (const { dataset_versions: versions } of answers)
    for (const { dataset_id: dataset, id, rows: count } of versions)
      rows.set(`${dataset}/${id}`, (rows.get(`${dataset}/${id}`) ?? 0) + count);
  return [...rows].map(([name, count]) => `${name} (${count})`);
}

function answersOf(answers: readonly InputsPurge[], name: 'evaluations' | 'predictions'): string[] {
  return distinct(
    answers.flatMap((each) => each[name].map(({ id, model_id: model }) => `${id} of ${model}`)),
  );
}

const distinct = (names: readonly string[]) => [...new Set(names)];

const maxListed = 20;

function listed(what: string, names: readonly string[]): string[] {
  if (names.length === 0) return [];
  const more = names.length - maxListed;
  const shown = names.slice(0, maxListed).join(', ');
  return [`${names.length} ${what}: ${shown}${more > 0 ? ` and ${more} more` : ''}`];
}
