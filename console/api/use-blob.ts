import { useQuery } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { useSession } from '../session/session.tsx';
import { carry } from './carry.ts';

/**
 * A picture or a file of the service, which is read with the key: `<img>` cannot send one.
 * @param address as the service says it: `data.image.url`, or a path from `/v2` on; undefined: none
 * @returns an object URL for `<img src>`, once it is there, or why there is none; it is revoked
 *   when the element goes
 */
export function useBlob(address: string | undefined): { url?: string; error?: Error } {
  const { session } = useSession();
  const { data, error } = useQuery({
    queryKey: ['blob', address],
    queryFn: () => readBlob(address!, session.key),
    enabled: address !== undefined,
    staleTime: Infinity,
    gcTime: 60_000,
  });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (!data) return undefined;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => {
      URL.revokeObjectURL(made);
      setUrl(undefined);
    };
  }, [data]);
  return { ...(url === undefined ? {} : { url }), ...(error ? { error } : {}) };
}

async function readBlob(address: string, key: string): Promise<Blob> {
  const response = await carry(onThisOrigin(address), { headers: { authorization: `Key ${key}` } });
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
  return response.blob();
}

/** The service names its own host, which is not that of the console where a proxy stands before. */
function onThisOrigin(address: string): string {
  const { pathname, search } = new URL(address, location.origin);
  return pathname + search;
}
