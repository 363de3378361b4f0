import { loadPublishedApi } from '../../local/grpc/published-api.ts';

/** Read once for all tests of a file. */
export const publishedApi = loadPublishedApi();

/** Every HTTP binding of every published RPC. */
export const bindings = [...publishedApi.values()].flatMap(({ name, bindings }) =>
  bindings.map((binding) => ({ operation: name, ...binding })),
);
