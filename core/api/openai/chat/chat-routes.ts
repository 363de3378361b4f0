import { seconds } from '../instants.ts';
import type { OpenAiCall, OpenAiRoute } from '../open-ai-route.ts';
import { bodyOf } from '../open-ai-route.ts';
import { complete } from './complete.ts';
import type { CompletionRequest } from './completion-request.ts';
import { chatBody, completionBody, parseChat, parseCompletion } from './completion-request.ts';
import { chatToWire, eventStream, textToWire } from './completion-wire.ts';
import type { Heading } from './completion-wire.ts';

async function chat(call: OpenAiCall) {
  const request = parseChat(await bodyOf(call));
  const completion = await complete(call.scope, request, call.deps);
  const heading = headingOf('chatcmpl', request, call);
  if (!request.isStreamed) return chatToWire(heading, completion);
  return streamed(call, { kind: 'chat', heading, completion, ...request });
}

async function text(call: OpenAiCall) {
  const request = parseCompletion(await bodyOf(call));
  const completion = await complete(call.scope, request, call.deps);
  const heading = headingOf('cmpl', request, call);
  if (!request.isStreamed) return textToWire(heading, completion);
  return streamed(call, { kind: 'text', heading, completion, ...request });
}

function headingOf(prefix: string, { model }: CompletionRequest, { deps }: OpenAiCall): Heading {
  return { id: `${prefix}-${deps.newId()}`, created: seconds(deps.now()), model };
}

function streamed({ context }: OpenAiCall, what: Parameters<typeof eventStream>[0]): Response {
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
  };
  return context.body(eventStream(what), 200, headers);
}

export const chatRoutes: readonly OpenAiRoute[] = [
  {
    id: 'createChatCompletion',
    method: 'POST',
    path: '/chat/completions',
    operation: 'PostModelOutputs',
    body: { schema: chatBody },
    answer: 'ChatCompletion',
    isStreamed: true,
    handle: chat,
  },
  {
    id: 'createCompletion',
    method: 'POST',
    path: '/completions',
    operation: 'PostModelOutputs',
    body: { schema: completionBody },
    answer: 'TextCompletion',
    isStreamed: true,
    handle: text,
  },
];
