import { useLocation } from 'preact-iso';
import { useMemo } from 'preact/hooks';
import { addressWith } from '../../../parts/use-query-state.ts';
import type { InputFilter } from './input-filter.ts';

/** The filter as it stands in the address, so that what one looks at can be shared. */
export function useInputFilter(
  version: string | undefined,
): readonly [InputFilter, (filter: InputFilter) => void] {
  const { query, route } = useLocation();
  const { concept, labels, problem, search, split } = query;
  const filter = useMemo(
    () => ({ concept, labels, problem, search, split, version }),
    [concept, labels, problem, search, split, version],
  );
  const set = (next: InputFilter) =>
    route(
      addressWith({
        concept: next.concept ?? '',
        labels: next.labels ?? '',
        problem: next.problem ?? '',
        search: next.search ?? '',
        split: next.split ?? '',
        version: next.version ?? '',
      }),
    );
  return [filter, set];
}
