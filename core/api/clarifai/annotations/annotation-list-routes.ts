import type { Input } from '../../../dataset/record/input.ts';
import type { InputAnnotation } from '../../../dataset/record/labels.ts';
import { annotationsOf } from '../../../dataset/record/labels.ts';
import { eachInput } from '../../../dataset/record/list-inputs.ts';
import { getInputs } from '../../../dataset/record/store-input.ts';
import { assertPairs } from './annotation-pairs.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse, scopeOf } from '../../http/request-context.ts';
import { answerAnnotations } from './labelled-answers.ts';
import { pagedLazily } from '../../http/paging.ts';
import { flag, paging, parameters, words } from '../../http/query-values.ts';
import type { Answer, Route } from '../../http/route.ts';
import { annotationStatusSchema } from '../../http/status-names.ts';

async function list(call: RequestContext): Promise<Answer<'ListAnnotations'>> {
  const scope = await scopeOf(call);
  // There are no untrusted ones, and none whose model has an output to show; only nonsense is
  // refused.
  for (const name of flags) flag(call, name);
  const ids = words(call, 'ids');
  const inputIds = words(call, 'input_ids');
  if (ids.length > 0 && inputIds.length > 0) assertPairs(ids, inputIds);
  const inputs =
    inputIds.length > 0
      ? await getInputs(scope, [...new Set(inputIds)], call.deps)
      : eachInput(scope, call.deps);
  const meets = filterOf(call);
  const found = annotationsAmong(
    inputs,
    scope.userId,
    (each) => (ids.length === 0 || isNamed(each, ids, inputIds)) && meets(each),
  );
  return { annotations: await answerAnnotations(await pagedLazily(call, found), scope, call.deps) };
}

async function* annotationsAmong(
  inputs: Iterable<Input> | AsyncIterable<Input>,
  userId: string,
  meets: (annotation: InputAnnotation) => boolean,
): AsyncGenerator<InputAnnotation> {
  for await (const input of inputs) yield* annotationsOf(input, userId).filter(meets);
}

/** With input ids, id and input id at the same place name an annotation together. */
function isNamed(
  { id, inputId }: InputAnnotation,
  ids: readonly string[],
  inputIds: readonly string[],
): boolean {
  return ids.some(
    (each, index) => each === id && (inputIds.length === 0 || inputIds[index] === inputId),
  );
}

function filterOf(call: RequestContext): (annotation: InputAnnotation) => boolean {
  const users = words(call, 'user_ids');
  // Models and workflows do not label here: asking for theirs alone finds nothing.
  const others = ['model_version_ids', 'workflow_version_ids'].flatMap((name) => [
    ...words(call, name),
  ]);
  const statuses = [...words(call, 'statuses'), ...words(call, 'statuses.code')].map((code) =>
    parse(annotationStatusSchema, code),
  );
  const [taskId] = words(call, 'task_id');
  return ({ userId, status, taskId: own }) =>
    (users.length + others.length === 0 || users.includes(userId)) &&
    (statuses.length === 0 || statuses.includes(status)) &&
    (taskId === undefined || taskId === own);
}

const flags = ['list_all_annotations', 'return_model_output'];
const listQuery = {
  ...paging,
  ...parameters('flag', flags.join(' ')),
  ...parameters('texts', 'ids input_ids user_ids model_version_ids workflow_version_ids'),
  ...parameters('texts', 'statuses statuses.code'),
  ...parameters('text', 'task_id'),
};

export const annotationListRoutes: readonly Route[] = [
  {
    operation: 'ListAnnotations',
    method: 'GET',
    path: '/annotations',
    under: 'app',
    query: listQuery,
    handle: list,
  },
];
