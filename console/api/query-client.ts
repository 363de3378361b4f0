import { QueryClient } from '@tanstack/preact-query';
import { ApiError } from '../../client/api-error.ts';

/** How often what failed without the service having refused it is tried again. */
const tries = 2;

/**
 * What was read of the service: shown at once when a page is opened again, then read anew.
 * `networkMode`: the laptop host answers without any network.
 */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      networkMode: 'always',
      retry: (failures, error) => failures < tries && !isRefusal(error),
    },
    mutations: { networkMode: 'always' },
  },
});

/** A refusal stays one; a server error may pass. */
function isRefusal(error: Error): boolean {
  return error instanceof ApiError && error.httpStatus < 500;
}
