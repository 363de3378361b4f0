import { html } from 'hono/html';
import type { JsonObject } from '../../json.ts';
import { schemaView } from './schema-view.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Partial<Content>>>;
}
interface Content {
  readonly content: Readonly<Record<string, { schema: JsonObject; example?: JsonObject }>>;
}
type Entry = Operation & { readonly method: string; readonly path: string };

const style = `body { font: 16px/1.5 sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
summary { cursor: pointer; overflow-wrap: anywhere; }
ul { padding-left: 1.5rem; overflow-wrap: anywhere; }
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
        <p>Fields marked with <b>*</b> are always there.</p>
        ${Object.entries(schemas as Readonly<Record<string, JsonObject>>).map(message)}
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

function details({ method, path, summary, description, ...operation }: Entry) {
  const others = operation.parameters.filter((each) => each.in !== 'path');
  const { 200: answer, ...refusals } = operation.responses;
  return html`<details id="${operation.operationId}">
    <summary><code>${method} ${path}</code> ${summary}</summary>
    ${description === undefined ? '' : html`<p>${description}</p>`}
    <ul>
      ${others.length > 0 ? html`<li>Parameters: ${others.map(parameter).join(', ')}</li>` : ''}
      ${operation.requestBody ? html`<li>Body: ${contentView(operation.requestBody)}</li>` : ''}
      <li>Answer: ${contentView(answer)}</li>
      <li>Refusals: ${Object.keys(refusals).join(', ')}</li>
    </ul>
  </details>`;
}

function parameter({ name, in: place }: Operation['parameters'][number]): string {
  return place === 'query' ? name : `${name} (${place})`;
}

function contentView({ content = {} }: Partial<Content> = {}) {
  return Object.entries(content).map(([type, { schema, example }]) => {
    const shown = example && html`<pre>${JSON.stringify(example, null, 2)}</pre>`;
    return html`${schemaView(schema)}${type === 'application/json' ? '' : ` as ${type}`}${shown}`;
  });
}

function message([name, schema]: [string, JsonObject]) {
  return html`<details id="${name}" open>
    <summary><code>${name}</code></summary>
    ${schemaView(schema)}
  </details>`;
}
