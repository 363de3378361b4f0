import { findModelType } from '../../../catalog/catalog.ts';
import { errors, fail } from '../../../errors.ts';
import type { PredictorOutput } from '../../../ports/predictor.ts';
import { outputConfigOf, predict } from '../../../prediction/predict.ts';
import type { PredictorInputProblem } from '../../../prediction/predictor-inputs.ts';
import { predictorInputs } from '../../../prediction/predictor-inputs.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import { isLoadable } from '../../../model/model-version.ts';
import { listVersions } from '../../../model/version-store.ts';
import type { RequestContext } from '../../http/request-context.ts';
import { parse } from '../../http/request-context.ts';
import { modelOf } from '../models/model-call.ts';
import type { Answer, Route } from '../../http/route.ts';
import { fill } from '../../http/size-limits.ts';
import { status } from '../../http/status.ts';
import { contentOf } from '../inputs/input-wire.ts';
import { modelToWire } from '../models/model-wire.ts';
import type { OutputsBody } from './output-request.ts';
import { outputConfigFromWire, outputsBody } from './output-request.ts';
import { predictionToWire } from './prediction-wire.ts';
import { versionToWire } from '../versions/version-wire.ts';
import type { Input, Output, Status } from '../../wire/messages.ts';

type Asked = OutputsBody['inputs'][number];

async function postOutputs(call: RequestContext): Promise<Answer<'PostModelOutputs'>> {
  const { scope, model, version } = await predictableModel(call);
  const asked = parse(outputsBody, call.body);
  const { inputField } = findModelType(model.modelTypeId);
  const contents = asked.inputs.map(({ data }) => contentOf(data));
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
 * Without a version in the path, the newest one that can predict: a training that is under way, or
 * failed, does not stop the predictions.
 */
async function predictableModel(call: RequestContext): ReturnType<typeof modelOf> {
  const found = await modelOf(call);
  if (isLoadable(found.version) || call.params['version_id']) return found;
  const versions = await listVersions(call.deps.table, found.scope, found.model.id);
  return { ...found, version: versions.find(isLoadable) ?? found.version };
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
