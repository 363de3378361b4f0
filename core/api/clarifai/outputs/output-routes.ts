import { findModelType } from '../../../catalog/catalog.ts';
import { errors, fail } from '../../../errors.ts';
import type { PredictorOutput } from '../../../ports/predictor.ts';
import { outputConfigOf, predict } from '../../../prediction/predict.ts';
import type { PredictorInputProblem } from '../../../prediction/predictor-inputs.ts';
import { predictorInputs } from '../../../prediction/predictor-inputs.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { answeringOf } from '../../../model/answering-version.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { appNamed, param, parse, userOf } from '../../http/request-context.ts';
import { contradiction } from '../../http/one-meaning.ts';
import { word } from '../../http/query-values.ts';
import { modelOf } from '../models/model-call.ts';
import type { Answer, Route } from '../../http/route.ts';
import { fill } from '../../http/body/size-limits.ts';
import { status } from '../../http/status.ts';
import { withHosted } from '../inputs/hosted-content.ts';
import { contentOf } from '../inputs/input-wire.ts';
import { modelToWire } from '../models/model-wire.ts';
import type { OutputsBody } from './output-request.ts';
import { outputConfigFromWire, outputsBody } from './output-request.ts';
import { predictionToWire } from './prediction-wire.ts';
import { versionToWire } from '../versions/version-wire.ts';
import type { Input, Output, Status } from '../../wire/messages.ts';

type Asked = OutputsBody['inputs'][number];

async function postOutputs(call: RequestContext): Promise<Answer<'PostModelOutputs'>> {
  // A stranger's model does not exist, whatever else is said.
  userOf(call);
  const asked = parse(outputsBody, call.body);
  const { scope, model, version } = await predictableModel(withVersionOf(asked, call));
  const { inputField } = findModelType(model.modelTypeId);
  const contents = await withHosted(
    asked.inputs.map(({ data }) => contentOf(data)),
    call,
  );
  const prepared = await predictorInputs(scope, contents, inputField, call.deps);
  const inputs = prepared.flatMap((one) => ('input' in one ? [one.input] : []));
  const config = outputConfigOf(version, outputConfigFromWire(asked, version));
  const results = [...(await predict(version, { inputs, config }, call.deps))];
  const model_ = modelToWire(model, scope, versionToWire(version));
  const complete = prepared.map((one, index) => ({
    ...outputToWire('input' in one ? results.shift() : one, {
      asked: asked.inputs[index],
      version,
      call,
    }),
    model: model_,
  }));
  const outputs = outputsThatFit(complete, call);
  const failed = outputs.filter((output) => output.status.code !== 10000);
  return { status: overall(failed, outputs.length), outputs };
}

/**
 * Outputs in full as far as one answer can carry them; of the others only that they are too large.
 */
function outputsThatFit(outputs: readonly Output[], call: RequestContext): Output[] {
  const items = outputs.map((full) => ({
    full,
    without: (bytes: number) => {
      const { id } = full.input;
      const reason = `The output has ${bytes} bytes, and with those before it more than the ${call.sizeLimits.answerBytes} that one answer can have; ask for it in another request`;
      const over = status(errors.inputOverLimit.status, reason);
      return { ...full, status: over, input: { id }, data: {} };
    },
  }));
  return fill(items, call.sizeLimits);
}

/**
 * The same request, with the version that its body names in the place of the path's.
 * @throws DeeptuneError invalid-request where body, path and query name different ones
 */
function withVersionOf({ model, version_id }: OutputsBody, call: RequestContext): RequestContext {
  assertSameModel(model, call);
  const named = [
    ['version_id in the path', call.params['version_id']],
    ['version_id in the query', word(call, 'version_id')],
    ['model.model_version.id', model?.model_version?.id],
    ['version_id', version_id],
  ].filter((each): each is [string, string] => Boolean(each[1]));
  const [first, ...others] = named;
  const other = others.find(([, id]) => id !== first?.[1]);
  if (first && other)
    throw fail(
      'invalidRequest',
      `'${first[0]}' is '${first[1]}' and '${other[0]}' is '${other[1]}': name one version`,
    );
  return first ? { ...call, params: { ...call.params, version_id: first[1] } } : call;
}

function assertSameModel(model: OutputsBody['model'], call: RequestContext): void {
  const inPath = { id: param(call, 'model_id'), app_id: appNamed(call), user_id: userOf(call) };
  for (const name of ['id', 'app_id', 'user_id'] as const) {
    const [inBody, path] = [model?.[name], inPath[name]];
    const isOwn = name === 'user_id' && inBody === 'me';
    if (inBody && path && inBody !== path && !isOwn)
      throw contradiction(`model.${name}`, { inPath: path, inBody });
  }
}

/**
 * Without a version in the path, the promoted one: a training that is under way, failed, or is held
 * back by its gate does not change the predictions.
 * @throws DeeptuneError version-not-promoted where versions can be loaded and none may answer
 */
async function predictableModel(call: RequestContext): ReturnType<typeof modelOf> {
  const found = await modelOf(call);
  if (call.params['version_id']) return found;
  const version = await answeringOf(found, call.deps.table);
  return { ...found, version: version ?? found.version };
}

/** All failed for the same reason: that reason; else failure, mixed or success. */
function overall(failed: readonly Output[], total: number): Status {
  if (failed.length === 0) return status(10000);
  if (failed.length < total)
    return status(
      10010,
      `${failed.length} of ${total} inputs could not be predicted; see the status of each output`,
    );
  const codes = new Set(failed.map((output) => output.status.code));
  const [only] = codes;
  return codes.size === 1 && only !== undefined
    ? (failed[0]?.status ?? status(only))
    : status(10020);
}

function outputToWire(
  result: PredictorOutput | PredictorInputProblem | undefined,
  about: { asked: Asked | undefined; version: ModelVersion; call: RequestContext },
): Omit<Output, 'model'> {
  if (!result)
    throw fail('predictionFailed', 'The predictor answered fewer outputs than it was given inputs');
  const { version, call } = about;
  const base = {
    id: call.deps.newId(),
    created_at: call.deps.now(),
    input: inputToWire(about.asked, call),
  };
  if ('problem' in result)
    return { ...base, status: status(result.problem.code, result.problem.reason), data: {} };
  if ('error' in result)
    return {
      ...base,
      status: status(statusOfProblem(result.error.code), result.error.message),
      data: {},
    };
  return { ...base, status: status(10000), data: predictionToWire(result, version) };
}

/** Everything but the model's own failure is about the input. */
function statusOfProblem(code: string): number {
  const isOurs = code === errors.predictionFailed.code;
  return isOurs ? errors.predictionFailed.status : errors.inputUnsupported.status;
}

/** What was asked about, without the bytes of images: the caller has them. */
function inputToWire(asked: Asked | undefined, call: RequestContext): Input {
  const { image, text } = asked?.data ?? {};
  const data = {
    ...(image?.url ? { image: { url: image.url } } : {}),
    ...(text?.raw ? { text: { raw: text.raw } } : {}),
    ...(text?.url ? { text: { url: text.url } } : {}),
  };
  return { id: asked?.id || call.deps.newId(), data };
}

export const outputRoutes: readonly Route[] = [
  {
    operation: 'PostModelOutputs',
    method: 'POST',
    path: '/models/:model_id/outputs',
    under: 'app',
    body: outputsBody,
    query: { version_id: 'text' },
    handle: postOutputs,
  },
  {
    operation: 'PostModelOutputs',
    method: 'POST',
    path: '/models/:model_id/versions/:version_id/outputs',
    under: 'app',
    body: outputsBody,
    query: { version_id: 'text' },
    handle: postOutputs,
  },
];
