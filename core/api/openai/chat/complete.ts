import { fail } from '../../../errors.ts';
import type { ModelVersion } from '../../../model/model-version.ts';
import type { Dependencies } from '../../../ports/host.ts';
import type { Generation, PredictorOutput, Prediction } from '../../../ports/predictor.ts';
import { outputConfigOf, predict } from '../../../prediction/predict.ts';
import type { Scope } from '../../../records/keys.ts';
import { jobIdOf } from '../jobs/fine-tuning-job.ts';
import { getJob } from '../jobs/jobs.ts';
import { OpenAiError, invalid, notFound } from '../open-ai-error.ts';
import type { CompletionRequest } from './completion-request.ts';

/** One answer to one prompt. */
export interface Choice {
  readonly text: string;
  /** What ended it: the model or a stop text, or the number of tokens. */
  readonly finishReason: 'stop' | 'length';
}

export interface Completion {
  /** `n` for each prompt, those of a prompt together. */
  readonly choices: readonly Choice[];
  /** Tokens; absent where the model was exported by a release that did not count them. */
  readonly usage?: { readonly prompt: number; readonly completion: number };
}

/**
 * What a fine-tuned model writes after each prompt.
 * @throws OpenAiError 404; 400 for a prompt that is too long, or a wish that an older export does
 *   not know; DeeptuneError of `predict`
 */
export async function complete(
  scope: Scope,
  request: CompletionRequest,
  deps: Dependencies,
): Promise<Completion> {
  const version = await modelNamed(scope, request.model, deps);
  const { draws, inputs } = inputsOf(request);
  const outputs = await predict(version, { inputs, config: outputConfigOf(version, {}) }, deps);
  const answers = outputs.map((output) => answerOf(output, request));
  const copies = draws ? 1 : request.n;
  const choices = answers.flatMap((answer) => Array<Choice>(copies).fill(choiceOf(answer)));
  const perPrompt = draws ? request.n : 1;
  const usage = usageOf(answers, { copies, perPrompt });
  return { choices, ...(usage ? { usage } : {}) };
}

async function modelNamed(scope: Scope, model: string, deps: Dependencies): Promise<ModelVersion> {
  const jobId = jobIdOf(model);
  if (jobId === undefined)
    throw new OpenAiError(
      { httpStatus: 404, code: 'model_not_found', param: 'model' },
      `The model '${model}' is not one that was fine-tuned here; GET /v1/models lists those (ft:…)`,
    );
  const found = await getJob(scope, jobId, deps).catch(() => undefined);
  if (!found) throw notFound(`The model '${model}' does not exist`, 'model');
  return found.version;
}

/** What is drawn is drawn anew for each answer; the likeliest answer is the same each time. */
function inputsOf({ prompts, n, generation }: CompletionRequest) {
  const draws = (generation.temperature ?? 0) > 0;
  const times = draws ? n : 1;
  const inputs = prompts.flatMap((text) =>
    Array.from({ length: times }, (_, place) => ({ text, generation: seeded(generation, place) })),
  );
  return { draws, inputs };
}

function seeded(generation: Generation, place: number): Generation {
  if (generation.seed === undefined) return generation;
  return { ...generation, seed: generation.seed + place };
}

/** @throws OpenAiError 400, DeeptuneError prediction-failed */
function answerOf(output: PredictorOutput, { field, generation }: CompletionRequest): Prediction {
  if ('error' in output) throw refusalOf(output.error, field);
  const [wish] = Object.keys(generation);
  if (output.usage === undefined && wish !== undefined)
    throw new OpenAiError(
      { httpStatus: 400, code: 'unsupported_parameter', param: nameOf(wish) },
      `${nameOf(wish)}: this model was exported by an earlier release, which does not know it; leave it out, or train the model again`,
    );
  return output;
}

function nameOf(wish: string): string {
  return wish === 'max_new_tokens' ? 'max_tokens' : wish;
}

function refusalOf({ code, message }: { code: string; message: string }, field: string): Error {
  if (code === 'context-length-exceeded') return invalid(field, message, 'context_length_exceeded');
  if (code === 'input-invalid' || code === 'input-unreadable') return invalid(field, message);
  return fail('predictionFailed', message);
}

function choiceOf({ text = '', finish_reason: finishReason = 'stop' }: Prediction): Choice {
  return { text, finishReason };
}

/** A prompt is counted once, whatever the number of answers to it. */
function usageOf(
  answers: readonly Prediction[],
  { copies, perPrompt }: { readonly copies: number; readonly perPrompt: number },
): Completion['usage'] {
  const counts = answers.flatMap(({ usage }) => (usage ? [usage] : []));
  if (counts.length < answers.length) return undefined;
  const sum = (values: readonly number[]) => values.reduce((all, each) => all + each, 0);
  return {
    prompt: sum(counts.filter((_, at) => at % perPrompt === 0).map((each) => each.prompt_tokens)),
    completion: sum(counts.map((each) => each.completion_tokens * copies)),
  };
}
