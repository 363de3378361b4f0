import * as z from 'zod';
import { openApiDocument } from '../../../../core/api/reference/document.ts';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import type { Answer, Body } from '../app-under-test.ts';

const document: Body = openApiDocument(allRoutes);

/** As zod reads references. */
const definitions: Body = JSON.parse(
  JSON.stringify(document.components.schemas).replaceAll('#/components/schemas/', '#/$defs/'),
);
const parsers = new Map<string, z.ZodType>();

/** A component of the document as a schema to check JSON with. */
export function documentedSchema(name: string): z.ZodType {
  const known = parsers.get(name);
  if (known) return known;
  const made = z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: definitions });
  parsers.set(name, made);
  return made;
}

/** Fixed paths first: `/v2/models/types` is not a model. */
const templates = Object.keys(document.paths)
  .map((path) => ({ path, form: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`) }))
  .sort((a, b) => a.path.split('{').length - b.path.split('{').length);

/** @throws Error where the document has the operation and says something else of its answer */
export function assertDocumented(method: string, url: string, { status, body }: Answer): void {
  const path = url.split('?')[0] ?? '';
  const template = templates.find(
    (each) => each.form.test(path) && method.toLowerCase() in document.paths[each.path],
  );
  if (!template) return;
  const { responses } = document.paths[template.path][method.toLowerCase()];
  const response = responses[status];
  if (!response) throw new Error(`${method} ${template.path} answers ${status}: not documented`);
  const at = response.$ref ? document.components.responses[status] : response;
  const name = at.content['application/json'].schema.$ref.split('/').at(-1);
  const { error } = documentedSchema(name).safeParse(body);
  if (error)
    throw new Error(`${method} ${template.path} does not answer a ${name}: ${error.message}`);
}
