import { fail } from '../../../errors.ts';
import type { Scope } from '../../../records/keys.ts';
import type { Dependencies } from '../../../ports/host.ts';
import { outputConfigOf, predict } from '../../../prediction/predict.ts';
import type { ChatMessage } from '../files/chat-lines.ts';
import { promptOf } from '../files/chat-lines.ts';
import { jobIdOf } from '../jobs/fine-tuning-job.ts';
import { seconds } from '../jobs/job-wire.ts';
import { getJob } from '../jobs/jobs.ts';
import type { ChatCompletion } from '../../wire/messages.ts';
import { notFound } from '../open-ai-error.ts';

/**
 * The assistant's next message, by a fine-tuned model: greedy, as long as the version's
 * `max_new_tokens` lets it be.
 * @throws OpenAiError 404; DeeptuneError of `predict`
 */
export async function complete(
  scope: Scope,
  request: { readonly model: string; readonly messages: readonly ChatMessage[] },
  deps: Dependencies,
): Promise<ChatCompletion> {
  const jobId = jobIdOf(request.model);
  if (jobId === undefined)
    throw notFound(`The model '${request.model}' is not one that was fine-tuned here`, 'model');
  const { version } = await getJob(scope, jobId, deps);
  const inputs = [{ text: promptOf(request.messages) }];
  const [output] = await predict(version, { inputs, config: outputConfigOf(version, {}) }, deps);
  if (!output || 'error' in output)
    throw fail('predictionFailed', output?.error.message ?? 'The model answered nothing');
  return {
    id: `chatcmpl-${deps.newId()}`,
    object: 'chat.completion',
    created: seconds(deps.now()),
    model: request.model,
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: output.text ?? '', refusal: null },
        finish_reason: 'stop',
        logprobs: null,
      },
    ],
  };
}
