import type { NewInput } from '../dataset/input/new-input.ts';
import { fetchingEnds, loadContent, loadedAtOnce } from '../dataset/input/load-content.ts';
import { maxRequestPixels } from '../dataset/image/dimensions.ts';
import { isRefusal, readImageFacts } from '../dataset/image/image-facts.ts';
import { textProblem } from '../dataset/text/text-problem.ts';
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

/** An input with what it takes of a request's room. */
interface Loaded {
  readonly input: PredictorInput;
  readonly bytes: number;
  readonly pixels: number;
}

/**
 * What the predictor is given for these contents, in order: pictures and texts are looked at as at
 * intake. Those that do not fit beside the ones before them are refused.
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
  const room = new Room();
  for (let at = 0; at < contents.length; at += loadedAtOnce) {
    const some = contents.slice(at, at + loadedAtOnce).map(async (content) => {
      if (content.kind === 'nothing' && content.has !== undefined)
        return unsupported(
          `This model takes ${field}s; data.${content.has} is not part of this release`,
        );
      const reason = mismatch(content, field);
      return reason === undefined ? loaded(scope, content, until, deps) : invalid(reason);
    });
    for (const one of await Promise.all(some))
      prepared.push('problem' in one ? one : (room.refuse(one) ?? { input: one.input }));
  }
  return prepared;
}

function mismatch(content: NewInput['content'], field: 'image' | 'text'): string | undefined {
  if (content.kind === 'several') return undefined;
  const isEmpty = content.kind === 'text' && content.text === '';
  if (content.kind === 'nothing' || isEmpty) return `The input has no data; give data.${field}`;
  const kind = 'of' in content ? content.of : content.kind;
  return kind === field ? undefined : `This model takes ${field}s; the input has ${kind}`;
}

/** @param until see `fetchingEnds` */
async function loaded(
  scope: Scope,
  content: NewInput['content'],
  until: string,
  deps: Pick<Dependencies, 'fetcher' | 'objects'>,
): Promise<Loaded | PredictorInputProblem> {
  const found = await loadContent(scope, content, until, deps);
  if (found.kind === 'invalid')
    return { problem: { code: found.statusCode, reason: found.reason } };
  return found.kind === 'text' ? textInput(found.text) : imageInput(found.bytes);
}

function textInput(text: string): Loaded | PredictorInputProblem {
  const problem = textProblem(text);
  return problem ? invalid(problem.reason) : { input: { text }, bytes: text.length, pixels: 0 };
}

function imageInput(image: Uint8Array): Loaded | PredictorInputProblem {
  const facts = readImageFacts(image);
  if (isRefusal(facts)) {
    const reason = `${facts.code}: ${facts.reason}`;
    return { problem: { code: errors.inputUnsupported.status, reason } };
  }
  const { width, height } = facts.displayed;
  return { input: { image }, bytes: image.length, pixels: width * height };
}

/** What is left of a request's bytes and pixels. */
class Room {
  #bytes = maxBytes;
  #pixels = maxRequestPixels;

  /** Takes the input's part; or says why it does not fit, and takes nothing. */
  refuse({ bytes, pixels }: Loaded): PredictorInputProblem | undefined {
    if (bytes > this.#bytes) return tooMuch(`${bytes} bytes`, maxBytes);
    if (pixels > this.#pixels) return tooMuch(`${pixels} pixels`, maxRequestPixels);
    this.#bytes -= bytes;
    this.#pixels -= pixels;
    return undefined;
  }
}

function invalid(reason: string): PredictorInputProblem {
  return { problem: { code: errors.inputInvalid.status, reason } };
}

function unsupported(reason: string): PredictorInputProblem {
  return { problem: { code: errors.inputUnsupported.status, reason } };
}

function tooMuch(size: string, limit: number): PredictorInputProblem {
  const reason = `The input has ${size}, and with those before it more than ${limit}, which is what one request may have; send it in another one`;
  return { problem: { code: errors.inputOverLimit.status, reason } };
}
