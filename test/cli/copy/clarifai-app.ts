import type { JsonObject } from '../../../core/json.ts';
import { listenOn } from '../../core/api/http/served-hosts.ts';

/** What Clarifai answers of the app `shop` of `ada`: lists by their path below the app. */
export type Lists = Readonly<Record<string, readonly JsonObject[]>>;

const base = '/v2/users/ada/apps/shop';
const key = 'their-key';
const ok = { code: 10000, description: 'Ok' };

/**
 * A server that speaks as much of Clarifai's published API as a copy reads: pages by number, inputs
 * by the last id, contents at an address of its own that wants the key, 429 with Retry-After.
 */
export class ClarifaiApp {
  readonly requests: string[] = [];
  /** Answers with 429 that are still to come. */
  busy = 0;
  /** What each model answers of the bytes that it is asked about. */
  outputs: Readonly<Record<string, (bytes: Buffer) => JsonObject>> = {};
  /** The id behind which the stream of inputs is refused. */
  breaksBehind: string | undefined;
  readonly #lists: Lists;
  readonly #contents: ReadonlyMap<string, Uint8Array>;
  readonly #door: Awaited<ReturnType<typeof listenOn>>;

  private constructor(door: Awaited<ReturnType<typeof listenOn>>, { lists, contents }: Described) {
    this.#door = door;
    this.#lists = lists;
    this.#contents = contents;
    door.answer = (request) => this.#answer(request);
  }

  /** @param describe told the server's address, which hosted contents name */
  static async start(describe: (url: string) => Described): Promise<ClarifaiApp> {
    const door = await listenOn();
    return new ClarifaiApp(door, describe(door.url));
  }

  get url(): string {
    return this.#door.url;
  }

  get key(): string {
    return key;
  }

  close(): Promise<void> {
    return this.#door.close();
  }

  async #answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    this.requests.push(url.pathname + url.search);
    if (request.headers.get('authorization') !== `Key ${key}`)
      return this.#refuse(401, 11009, 'API key not found');
    if (this.busy > 0) {
      this.busy -= 1;
      return new Response('slow down', { status: 429, headers: { 'retry-after': '7' } });
    }
    const content = this.#contents.get(url.pathname);
    if (content) return new Response(content as Uint8Array<ArrayBuffer>);
    if (url.pathname === base)
      return Response.json({ status: ok, app: { id: 'shop', name: 'Shop', description: 'Shoes' } });
    const [, asked] = /models\/(\w+)\/outputs$/.exec(url.pathname) ?? [];
    if (asked) return this.#predict(asked, (await request.json()) as Asked);
    if (!url.pathname.startsWith(base)) return this.#refuse(404, 11101, 'Resource not found');
    return this.#list(url.pathname.slice(base.length), url.searchParams);
  }

  #predict(model: string, { inputs: [{ data }] }: Asked): Response {
    const bytes = Buffer.from(data.image?.base64 ?? '', 'base64');
    return Response.json({ status: ok, outputs: [{ data: this.outputs[model]?.(bytes) ?? {} }] });
  }

  #refuse(http: number, code: number, description: string): Response {
    return Response.json({ status: { code, description } }, { status: http });
  }

  #list(path: string, query: URLSearchParams): Response {
    if (path === '/inputs/stream') return this.#inputs(query);
    const found = this.#lists[path];
    if (!found) return this.#refuse(404, 11101, `nothing at ${path}`);
    const ids = query.getAll('input_ids');
    const wanted = found.filter(({ input_id: id }) => ids.length === 0 || ids.includes(String(id)));
    const [page, perPage] = [Number(query.get('page')), Number(query.get('per_page'))];
    return this.#page(path, wanted.slice((page - 1) * perPage, page * perPage));
  }

  #inputs(query: URLSearchParams): Response {
    const last = query.get('last_id');
    if (last !== null && last === this.breaksBehind) return this.#refuse(400, 11100, 'a bad day');
    const all = this.#lists['/inputs'] ?? [];
    const from = last === null ? 0 : all.findIndex(({ id }) => id === last) + 1;
    return this.#page('/inputs', all.slice(from, from + Number(query.get('per_page'))));
  }

  /** An empty list is left out, as their JSON does. */
  #page(path: string, list: readonly JsonObject[]): Response {
    const field = fieldOf(path);
    return Response.json({ status: ok, ...(list.length > 0 ? { [field]: list } : {}) });
  }
}

interface Described {
  readonly lists: Lists;
  /** By their path. */
  readonly contents: ReadonlyMap<string, Uint8Array>;
}

interface Asked {
  readonly inputs: readonly [{ readonly data: { readonly image?: { readonly base64: string } } }];
}

function fieldOf(path: string): string {
  const [, of = '', , what = of] = path.split('/');
  if (what === 'versions') return of === 'datasets' ? 'dataset_versions' : 'model_versions';
  return of === 'datasets' && what === 'inputs' ? 'dataset_inputs' : what;
}
