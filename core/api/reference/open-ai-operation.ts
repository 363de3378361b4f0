import type { JsonObject } from '../../json.ts';
import type { OpenAiRoute } from '../openai/open-ai-route.ts';
import { examples } from './examples.ts';
import { text } from './json-schema.ts';
import { referenceTo } from './message.ts';
import { contentOf, pathParameters, requestName, sentenceOf } from './operation.ts';

/** A route below `/v1` in OpenAPI's words. */
export function openAiOperation(route: OpenAiRoute): JsonObject {
  return {
    operationId: route.id,
    summary: sentenceOf(route.id),
    tags: ['v1'],
    parameters: [...pathParameters(route.path), ...queryParameters(route), project],
    ...(route.body ? { requestBody: requestBody(route) } : {}),
    responses: responsesOf(route),
    security: [{ bearer: [] }],
  };
}

const project: JsonObject = {
  name: 'OpenAI-Project',
  in: 'header',
  description:
    'The app; without it, the key’s own, or `openai`. It comes into being with its first file.',
  schema: text,
};

const querySchemas: Readonly<Record<string, JsonObject>> = {
  after: { ...text, description: 'The last id of the page before.' },
  limit: {
    type: 'integer',
    minimum: 0,
    description: 'At most 100, by default 20; of files at most 10,000, which is the default.',
  },
  purpose: text,
  order: { ...text, enum: ['asc', 'desc'], default: 'desc', description: 'By creation.' },
  metadata: {
    ...text,
    description:
      'As `metadata[key]=value`: those that have it; as `metadata=null`: those without any.',
  },
};

function queryParameters({ query = [] }: OpenAiRoute): JsonObject[] {
  return query.map((name) => ({ name, in: 'query', schema: querySchemas[name] ?? text }));
}

function requestBody({ id, body }: OpenAiRoute): JsonObject {
  const schema = referenceTo(requestName(id));
  const content = body?.isForm
    ? { 'multipart/form-data': { schema } }
    : contentOf(requestName(id), examples[id]);
  return { required: true, content };
}

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is not right; `param` names the field',
  401: 'No key, or one that is unknown, expired or revoked',
  403: 'The key may not do this',
  404: 'What the request names does not exist, for this key',
  405: 'The path has other methods',
  429: 'Too many requests, or the budget does not allow it',
  500: 'Our fault; quote the id in the message',
  503: 'Not now: try again',
};

function responsesOf({ answer, isStreamed }: OpenAiRoute): JsonObject {
  const refused = Object.entries(refusals).map(([code, description]) => [
    code,
    { description, content: contentOf('OpenAiRefusal') },
  ]);
  const whole = answer === 'bytes' ? bytes : contentOf(answer);
  const content = isStreamed ? { ...whole, ...eventStream } : whole;
  return { 200: { description: answer, content }, ...Object.fromEntries(refused) } as JsonObject;
}

const eventStream: JsonObject = {
  'text/event-stream': {
    schema: { ...text, description: 'With `stream`: chunks, and `data: [DONE]` at the end.' },
  },
};

const bytes: JsonObject = { 'application/octet-stream': { schema: {} } };
