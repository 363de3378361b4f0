import { useEffect, useMemo, useReducer, useRef, useState } from 'preact/hooks';
import { Client } from '../../../../client/client.ts';
import type { Input } from '../../../../core/api/wire/messages.ts';
import { useAppId } from '../../../api/use-call.ts';
import { useSession } from '../../../session/session.tsx';
import type { InputFilter } from './input-filter.ts';
import { inputList } from './input-list.ts';
import type { InputList } from './input-list.ts';
import { PageCache, pageSize } from './page-cache.ts';

export interface ShownInputs {
  /** Undefined: it is being found out. */
  readonly list: InputList | undefined;
  readonly error: Error | undefined;
  /** While every input is looked at. */
  readonly looked: { readonly looked: number; readonly found: number } | undefined;
  readonly cache: PageCache | undefined;
  /** Reads everything anew. */
  readonly reload: () => void;
  /** Every input of these places, whether in sight or not. */
  readonly inputsAt: (ranges: readonly (readonly [number, number])[]) => Promise<Input[]>;
}

/** The inputs of a dataset that meet a filter, page by page as they come into sight. */
export function useInputList(datasetId: string, filter: InputFilter): ShownInputs {
  const { session } = useSession();
  const appId = useAppId();
  const [times, reload] = useReducer<number, void>((count) => count + 1, 0);
  const [, redraw] = useReducer<number, void>((count) => count + 1, 0);
  const [found, setFound] = useState<Partial<ShownInputs>>({});
  const filterKey = JSON.stringify([session.userId, appId, datasetId, filter]);
  const filtered = useRef<string>();
  useEffect(() => {
    // A list that is read anew stays until it is there.
    if (filtered.current !== filterKey) setFound({});
    filtered.current = filterKey;
    const controller = new AbortController();
    const { signal } = controller;
    const clientFor = (until: AbortSignal | undefined) =>
      abortable({ key: session.key, userId: session.userId, appId }, until);
    const onLooked = (looked: number, count: number) =>
      !signal.aborted && setFound({ looked: { looked, found: count } });
    let cache: PageCache | undefined;
    inputList({ datasetId, filter, clientFor, onLooked }, signal).then(
      (list) => {
        if (signal.aborted) return;
        cache = new PageCache(list.read, () => redraw());
        setFound({ list, cache });
      },
      (error: Error) => !signal.aborted && setFound({ error }),
    );
    return () => {
      controller.abort();
      cache?.close();
    };
  }, [filterKey, times]);
  const inputsAt = useMemo(() => readerOf(found.list), [found.list]);
  return {
    list: found.list,
    error: found.error,
    looked: found.looked,
    cache: found.cache,
    reload: () => reload(),
    inputsAt,
  };
}

interface Connection {
  readonly key: string;
  readonly userId: string;
  readonly appId: string;
}

/** A client whose requests end where nobody waits for them any more. */
function abortable(connection: Connection, signal: AbortSignal | undefined): Client {
  const carry = (url: string, init: RequestInit) => fetch(url, signal ? { ...init, signal } : init);
  return new Client({ url: location.origin, fetch: carry, ...connection });
}

function readerOf(list: InputList | undefined): ShownInputs['inputsAt'] {
  return async (ranges) => {
    const inputs: Input[] = [];
    const { signal } = new AbortController();
    for (const [first, last] of ranges)
      for (
        let page = Math.floor(first / pageSize);
        page <= Math.floor(last / pageSize);
        page += 1
      ) {
        const read = (await list?.read(page + 1, signal)) ?? [];
        const from = Math.max(0, first - page * pageSize);
        inputs.push(...read.slice(from, last - page * pageSize + 1));
      }
    return inputs;
  };
}
