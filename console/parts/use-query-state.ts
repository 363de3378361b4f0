import { useLocation } from 'preact-iso';

/**
 * A choice that stands in the address as a parameter, so that it can be shared.
 * @param name `page`
 * @param fallback what holds where the address names none, which is then left out of it
 * @returns the value, and how another is set: as a step that 'back' undoes, or, with `isReplaced`,
 *   in place of the present address
 */
export function useQueryState(
  name: string,
  fallback = '',
): readonly [value: string, set: (value: string, isReplaced?: boolean) => void] {
  const { query, route } = useLocation();
  const set = (value: string, isReplaced = false) =>
    route(addressWith({ [name]: value === fallback ? '' : value }), isReplaced);
  return [query[name] ?? fallback, set];
}

/** The present address with other parameters; empty ones are left out. */
export function addressWith(parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(location.search);
  for (const [name, value] of Object.entries(parameters))
    if (value === '') query.delete(name);
    else query.set(name, value);
  return location.pathname + (query.size === 0 ? '' : `?${query}`);
}
