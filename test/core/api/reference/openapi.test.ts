import { openAiRoutes } from '../../../../core/api/openai/open-ai-app.ts';
import { descriptions } from '../../../../core/api/reference/descriptions.ts';
import { openApiDocument } from '../../../../core/api/reference/document.ts';
import { examples } from '../../../../core/api/reference/examples.ts';
import { templateOf } from '../../../../core/api/reference/operation.ts';
import { allRoutes } from '../../../../core/api/clarifai/all-routes.ts';
import { pathsOf } from '../../../../core/api/http/route.ts';
import { AppUnderTest } from '../app-under-test.ts';
import type { Body } from '../app-under-test.ts';

const document: Body = openApiDocument(allRoutes);
const operations: Body[] = Object.values(document.paths).flatMap((path: Body) =>
  Object.values(path),
);

describe('the document', () => {
  test('has every route on every path, each under a name of its own', () => {
    const served = [
      ...allRoutes.flatMap((route) =>
        pathsOf(route).map((path) => `${route.method} ${templateOf(path)}`),
      ),
      ...openAiRoutes.map(({ method, path }) => `${method} /v1${templateOf(path)}`),
    ];
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`),
    );

    expect(documented.sort()).toEqual([...new Set(served)].sort());
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
  });

  test('has an example of each JSON body, and it is one', () => {
    const bodies = new Map([
      ...allRoutes.flatMap(({ operation, body }) => (body ? [[operation, body] as const] : [])),
      ...openAiRoutes.flatMap(({ id, body }) =>
        body && !body.isForm ? [[id, body.schema] as const] : [],
      ),
    ]);

    expect(Object.keys(examples).sort()).toEqual([...bodies.keys()].sort());
    for (const [name, schema] of bodies)
      expect([name, schema.safeParse(examples[name]).error]).toEqual([name, undefined]);
  });

  test('describes every operation, and none that is not served', () => {
    const served = new Set<string>(allRoutes.map(({ operation }) => operation));
    const described = Object.keys(descriptions);

    expect([...served].filter((operation) => !described.includes(operation))).toEqual([]);
    expect(described.filter((operation) => !served.has(operation))).toEqual([]);
  });

  test('has no message that nothing carries', () => {
    const text = JSON.stringify(document);
    const unused = Object.keys(document.components.schemas).filter(
      (name) => !text.includes(`"#/components/schemas/${name}"`),
    );

    expect(unused).toEqual([]);
  });

  test('refers to nothing that is not in it', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);

    for (const [, path = ''] of references)
      expect([path, path.split('/').reduce((at, name) => at?.[name], document as Body)]).toEqual([
        path,
        expect.any(Object),
      ]);
  });

  test('describes bodies by the schemas that parse them', () => {
    expect(document.components.schemas.PostDatasetsRequest).toMatchObject({
      type: 'object',
      required: ['datasets'],
      properties: { datasets: { type: 'array', minItems: 1, maxItems: 128 } },
    });
    expect(document.paths['/v2/datasets'].post.requestBody).toMatchObject({
      required: true,
      content: {
        'application/json': { schema: { $ref: '#/components/schemas/PostDatasetsRequest' } },
      },
    });
  });

  test('names the statuses that an operation can answer, and 501 for a stream alone', () => {
    const codes = (path: string, method: string) =>
      Object.keys(document.paths[path][method].responses);

    expect(codes('/v2/status_codes', 'get')).toEqual(['200', '400', '404', '500']);
    expect(codes('/v2/models/{model_id}/versions', 'post')).toEqual([
      '200',
      '400',
      '401',
      '402',
      '403',
      '404',
      '409',
      '413',
      '429',
      '500',
      '503',
      '507',
    ]);
    const streams = operations.filter(({ responses }) => '501' in responses);
    expect(streams.map(({ operationId }) => operationId)).toEqual(['StreamEvents']);
  });
});

describe('served', () => {
  const lab = new AppUnderTest();
  beforeAll(() => lab.open());
  afterAll(() => lab.close());

  test('without a key, as JSON and as a page that needs nothing from elsewhere', async () => {
    const json = await lab.app.request('/openapi.json');
    const page = await lab.app.request('/docs');
    const html = await page.text();

    expect(await json.json()).toEqual(document);
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'/);
    expect(html).not.toMatch(/<script|(src|href)="https?:\/\//);
    expect(html).toContain('POST /v2/users/{user_id}/apps/{app_id}/models/{model_id}/versions');
    expect(html).toContain('POST /v1/fine_tuning/jobs');
    expect(html).toContain('<li><code>model_version</code> <a href="#ModelVersion">');
  });

  test('another method on a served path is 405 and says which there are', async () => {
    const response = await lab.app.request('/v2/status_codes', { method: 'PUT' });

    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET');
    expect(await response.json()).toMatchObject({
      status: { code: 11103, developer_notes: 'method-not-allowed' },
    });
  });

  test('a parameter that is not documented has no effect', async () => {
    await lab.must('POST', '/datasets', { datasets: [{ id: 'one' }] });

    expect((await lab.must('GET', '/datasets/one?page=nonsense')).dataset.id).toBe('one');
    expect((await lab.refused('GET', '/datasets?page=nonsense'))[1]).toBe(11100);
  });
});
