import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useMemo, useState } from 'preact/hooks';
import { whenUnauthorised } from '../api/carry.ts';
import { startLiveUpdates } from '../api/live/live-updates.ts';
import { queryClient } from '../api/query-client.ts';
import { exchangeToken, takeToken } from './one-time-link.ts';
import { SignIn } from './sign-in.tsx';
import { forgetSession, keepSession, keptSession } from './session-store.ts';

/** Who is signed in. */
export interface Session {
  /** Kept in memory, or for this tab in the session storage; never in an address. */
  readonly key: string;
  readonly userId: string;
}

interface SessionState {
  readonly session: Session;
  /** Ends the session here: the key and everything that was read with it are forgotten. */
  readonly signOut: (reason?: string) => void;
}

const SessionContext = createContext<SessionState | undefined>(undefined);

/**
 * Shows its children to who is signed in, and the sign-in to everybody else. The address stays, so
 * that whoever has to sign in again is where he was.
 */
export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [session, setSession] = useState<Session | undefined>(keptSession);
  const [reason, setReason] = useState<string>();
  const signIn = (next: Session, isKept: boolean) => {
    if (isKept) keepSession(next);
    setReason(undefined);
    setSession(next);
  };
  const signOut = (why?: string) => {
    forgetSession();
    queryClient.clear();
    setReason(why);
    setSession(undefined);
  };
  // A link that is not valid ends nobody's session: any page can lead a browser to such an address.
  const isExchanging = useOneTimeLink((next) => signIn(next, true), setReason);
  useEffect(() => {
    if (!session) return undefined;
    whenUnauthorised(() =>
      signOut(
        'The key is not accepted any more: it has ended or was deleted. Sign in with another.',
      ),
    );
    const stop = startLiveUpdates(session, queryClient);
    return () => {
      whenUnauthorised(undefined);
      stop();
    };
  }, [session]);
  const value = useMemo(() => session && { session, signOut }, [session]);
  if (isExchanging) return <p class="sign-in">Signing in …</p>;
  if (!value) return <SignIn reason={reason} onSignIn={signIn} />;
  return <SessionContext.Provider value={value}>{children}</SessionContext.Provider>;
}

/** Signs in by the one-time link that the address holds, if it does. @returns true meanwhile */
function useOneTimeLink(
  onSession: (session: Session) => void,
  onProblem: (reason: string) => void,
): boolean {
  const [token, setToken] = useState(takeToken);
  useEffect(() => {
    if (token === undefined) return;
    exchangeToken(token)
      .then(onSession, (error: unknown) => onProblem((error as Error).message))
      .finally(() => setToken(undefined));
  }, []);
  return token !== undefined;
}

/** @throws Error outside of SessionProvider */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('useSession is for what stands below SessionProvider');
  return state;
}
