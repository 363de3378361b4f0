import type { NewInput } from '../dataset/input/new-input.ts';
import { fetchingEnds, loadContent, loadedAtOnce } from '../dataset/input/load-content.ts';
import { errors } from '../errors.ts';
import type { Scope } from '../records/keys.ts';
import type { PredictorInput } from '../ports/predictor.ts';
import type { Dependencies } from '../ports/host.ts';

/** Why an input cannot be predicted: Clarifai status code, and a sentence. */
export interface PredictorInputProblem {
  readonly problem: { readonly code: number; readonly reason: string };
}
export type PreparedInput = { readonly input: PredictorInput } | PredictorInputProblem;

/**
 * Bytes that the inputs of one request may have together: all are in memory until the predictor has
 * answered. What the largest body holds.
 */
const maxBytes = 64_000_000;

/**
 * What the predictor is given for these contents, in order. Those that do not fit beside the ones
 * before them are refused.
 * @param scope the app whose uploads may be named
 * @param field what the model takes
 */
export async function predictorInputs(
  scope: Scope,
  contents: readonly NewInput['content'][],
  field: 'image' | 'text',
  deps: Pick<Dependencies, 'fetcher' | 'objects' | 'now'>,
): Promise<PreparedInput[]> {
  const until = fetchingEnds(deps.now());
  const prepared: PreparedInput[] = [];
  let left = maxBytes;
  for (let at = 0; at < contents.length; at += loadedAtOnce) {
    const some = contents.slice(at, at + loadedAtOnce).map(async (content) => {
      if (content.kind === 'nothing' && content.has !== undefined)
        return unsupported(
          `This model takes ${field}s; data.${content.has} is not part of this release`,
        );
      const reason = mismatch(content, field);
      return reason === undefined ? loaded(scope, content, until, deps) : invalid(reason);
    });
    for (const one of await Promise.all(some)) {
      const size = sizeOf(one);
      prepared.push(size <= left ? one : tooMuch(size));
      left -= size <= left ? size : 0;
    }
  }
  return prepared;
}

function mismatch(content: NewInput['content'], field: 'image' | 'text'): string | undefined {
  const isEmpty = content.kind === 'text' && content.text === '';
  if (content.kind === 'nothing' || isEmpty) return `The input has no data; give data.${field}`;
  const kind = content.kind === 'url' ? content.of : content.kind;
  return kind === field ? undefined : `This model takes ${field}s; the input has ${kind}`;
}

/** @param until see `fetchingEnds` */
async function loaded(
  scope: Scope,
  content: NewInput['content'],
  until: string,
  deps: Pick<Dependencies, 'fetcher' | 'objects'>,
): Promise<PreparedInput> {
  const found = await loadContent(scope, content, until, deps);
  if (found.kind === 'invalid')
    return { problem: { code: found.statusCode, reason: found.reason } };
  return { input: found.kind === 'text' ? { text: found.text } : { image: found.bytes } };
}

function sizeOf(prepared: PreparedInput): number {
  if ('problem' in prepared) return 0;
  const { input } = prepared;
  return 'image' in input ? input.image.length : input.text.length;
}

function invalid(reason: string): PredictorInputProblem {
  return { problem: { code: errors.inputInvalid.status, reason } };
}

function unsupported(reason: string): PredictorInputProblem {
  return { problem: { code: errors.inputUnsupported.status, reason } };
}

function tooMuch(size: number): PredictorInputProblem {
  const reason = `The input has ${size} bytes, and with those before it more than ${maxBytes}, which is what one request may have; send it in another one`;
  return { problem: { code: errors.inputOverLimit.status, reason } };
}
