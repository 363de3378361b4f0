import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useContext, useState } from 'preact/hooks';
import { queryClient } from '../api/query-client.ts';
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

/** Shows its children to who is signed in, and the sign-in to everybody else. */
export function SessionProvider({ children }: { children: ComponentChildren }) {
  const [session, setSession] = useState<Session | undefined>(keptSession);
  const [reason, setReason] = useState<string>();
  if (!session) {
    const signIn = (next: Session, isKept: boolean) => {
      if (isKept) keepSession(next);
      setReason(undefined);
      setSession(next);
    };
    return <SignIn reason={reason} onSignIn={signIn} />;
  }
  const signOut = (why?: string) => {
    forgetSession();
    queryClient.clear();
    setReason(why);
    setSession(undefined);
  };
  return <SessionContext.Provider value={{ session, signOut }}>{children}</SessionContext.Provider>;
}

/** @throws Error outside of SessionProvider */
export function useSession(): SessionState {
  const state = useContext(SessionContext);
  if (!state) throw new Error('useSession is for what stands below SessionProvider');
  return state;
}
