import { html } from 'hono/html';
import type { JsonObject } from '../../catalog/model-type.ts';

interface Reference {
  readonly $ref: string;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content | Reference>>;
}
interface Content {
  readonly content: { readonly 'application/json': { readonly schema: Reference } };
}
type Entry = Operation & { readonly method: string; readonly path: string };

const style = `body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
pre { overflow: auto; background: #8882; padding: 1rem; }`;

/** The document as a page for people: no script, nothing from elsewhere. */
export function documentPage(document: JsonObject) {
  const entries = entriesOf(document);
  const tags = [...new Set(entries.flatMap((entry) => entry.tags))].sort();
  const { title, description } = document['info'] as { title: string; description: string };
  const { schemas } = document['components'] as { schemas: JsonObject };
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <title>${title}</title>
        <style>
          ${style}
        </style>
      </head>
      <body>
        <h1>${title}</h1>
        <p>${description}</p>
        <p><a href="/openapi.json">openapi.json</a></p>
        <nav>${tags.map((tag) => html`<a href="#${tag}">${tag}</a> `)}</nav>
        ${tags.map((tag) => section(tag, entries))}
        <h2>Messages</h2>
        ${Object.entries(schemas).map(message)}
      </body>
    </html>`;
}

function entriesOf(document: JsonObject): Entry[] {
  const paths = document['paths'] as unknown as Record<string, Record<string, Operation>>;
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      ...operation,
      path,
      method: method.toUpperCase(),
    })),
  );
}

function section(tag: string, entries: readonly Entry[]) {
  const own = entries.filter((entry) => entry.tags.includes(tag));
  return html`<h2 id="${tag}">${tag}</h2>
    ${own.map(details)}`;
}

function details({ method, path, summary, ...operation }: Entry) {
  const query = operation.parameters.filter((each) => each.in === 'query');
  const answers = Object.entries(operation.responses);
  const ok = answers.flatMap(([, answer]) => ('content' in answer ? [link(answer)] : []));
  const refusals = answers.flatMap(([code, answer]) => ('$ref' in answer ? [code] : []));
  return html`<details id="${operation.operationId}">
    <summary><code>${method} ${path}</code> ${summary}</summary>
    <ul>
      ${query.length > 0 ? html`<li>Query: ${query.map(({ name }) => name).join(', ')}</li>` : ''}
      ${operation.requestBody ? html`<li>Body: ${link(operation.requestBody)}</li>` : ''}
      <li>Answer: ${ok}</li>
      <li>Refusals: ${refusals.join(', ')}</li>
    </ul>
  </details>`;
}

function link({ content }: Content) {
  const name = content['application/json'].schema.$ref.split('/').at(-1);
  return html`<a href="#${name}">${name}</a>`;
}

function message([name, schema]: [string, unknown]) {
  return html`<details id="${name}" open>
    <summary><code>${name}</code></summary>
    <pre>${JSON.stringify(schema, null, 2)}</pre>
  </details>`;
}
