import { useMutation, useQuery, useQueryClient } from '@tanstack/preact-query';
import type { UseMutationResult, UseQueryResult } from '@tanstack/preact-query';
import { useLocation } from 'preact-iso';
import { useMemo, useRef } from 'preact/hooks';
import type { Client } from '../../client/client.ts';
import type { Operation, ParametersOf, RestOf } from '../../client/operation.ts';
import type { Answers } from '../../core/api/wire/messages.ts';
import { useSession } from '../session/session.tsx';
import { appIn } from '../parts/current-app.ts';
import { clientOf } from './client.ts';

/** The app that the address names; empty on pages of no app. */
export function useAppId(): string {
  // A page stays until the next one is loaded: it asks on in its own app meanwhile.
  const named = appIn(useLocation().path);
  const own = useRef('');
  if (named !== undefined) own.current = named;
  return own.current;
}

/** A client of the signed-in user, in the app that the address names. */
export function useClient(): Client {
  const { session } = useSession();
  const appId = useAppId();
  return useMemo(() => clientOf(session, appId), [session, appId]);
}

interface CallOptions {
  /** False: not asked yet. */
  readonly enabled?: boolean;
  /** Asked again after so many milliseconds; false: not by itself. */
  readonly refetchInterval?: number | false;
}

/**
 * What an operation answers, kept and read anew as `queryClient` says. `keyOf` gives the same
 * answer's key to who has changed it.
 * @param rest the body, for operations that only read but are asked by POST
 */
export function useCall<Asked extends Operation>(
  operation: Asked,
  parameters: ParametersOf<Asked>,
  options: CallOptions & { readonly rest?: RestOf<Asked> } = {},
): UseQueryResult<Answers[Asked], Error> {
  const client = useClient();
  const appId = useAppId();
  const { rest, ...others } = options;
  return useQuery({
    queryKey: [operation, appId, parameters, ...(rest ?? [])],
    queryFn: () => client.call(operation, parameters, ...((rest ?? []) as RestOf<Asked>)),
    ...others,
  });
}

/**
 * Something that changes what the service has. Asked for the same while it is under way, as by the
 * second click of a double click, it is done once.
 * @param act what is done with the arguments of `mutate`
 * @param stale operations whose answers are read anew when it has been done
 */
export function useChange<Asked, Answer>(
  act: (client: Client, asked: Asked) => Promise<Answer>,
  stale: readonly Operation[],
): UseMutationResult<Answer, Error, Asked> {
  const client = useClient();
  const kept = useQueryClient();
  const underWay = useRef(new Map<string, Promise<Answer>>());
  return useMutation({
    mutationFn: (asked: Asked) => once(underWay.current, asked, () => act(client, asked)),
    onSettled: () =>
      Promise.all(stale.map((operation) => kept.invalidateQueries({ queryKey: [operation] }))),
  });
}

/** What `act` does for `asked`, which others that ask for the same meanwhile share. */
async function once<Answer>(
  underWay: Map<string, Promise<Answer>>,
  asked: unknown,
  act: () => Promise<Answer>,
): Promise<Answer> {
  const name = JSON.stringify([asked]);
  const promise = underWay.get(name) ?? act();
  underWay.set(name, promise);
  return promise.finally(() => underWay.delete(name));
}
