import { useEffect, useState } from 'preact/hooks';

/** What is told of every answer, and of requests that get none. */
interface Listeners {
  /** The key was refused: it has ended or never was one. */
  onUnauthorised: (() => void) | undefined;
  readonly onReach: Set<(isReached: boolean) => void>;
}

const listeners: Listeners = { onUnauthorised: undefined, onReach: new Set() };
let isReached = true;

/**
 * `fetch` for everything that the console asks of the service: what it says of the session and of
 * the connection is heard here, whoever asked.
 * @throws TypeError where the service cannot be reached; DOMException where the asker gave up
 */
export async function carry(url: string, init: RequestInit = {}): Promise<Response> {
  try {
    const response = await fetch(url, init);
    reach(true);
    if (response.status === 401) listeners.onUnauthorised?.();
    return response;
  } catch (error) {
    if (error instanceof TypeError) reach(false);
    throw error;
  }
}

function reach(now: boolean): void {
  if (now === isReached) return;
  isReached = now;
  for (const listener of listeners.onReach) listener(now);
}

/** @param listener undefined: nobody is signed in, and a refused key is told where it was typed */
export function whenUnauthorised(listener: (() => void) | undefined): void {
  listeners.onUnauthorised = listener;
}

/** False from a request without an answer until the next one that has one. */
export function useReached(): boolean {
  const [reached, setReached] = useState(isReached);
  useEffect(() => {
    listeners.onReach.add(setReached);
    return () => void listeners.onReach.delete(setReached);
  }, []);
  return reached;
}
