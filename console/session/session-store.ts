import type { Session } from './session.tsx';

const name = 'deeptune-session';

/** The session of this tab, where the person asked to keep it: it ends with the tab. */
export function keptSession(): Session | undefined {
  const text = sessionStorage.getItem(name);
  return text === null ? undefined : (JSON.parse(text) as Session);
}

export function keepSession(session: Session): void {
  sessionStorage.setItem(name, JSON.stringify(session));
}

export function forgetSession(): void {
  sessionStorage.removeItem(name);
}
