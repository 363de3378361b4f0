import type { Session } from './session.tsx';

const name = 'deeptune-session';

/** The session of this tab, where the person asked to keep it: it ends with the tab. */
export function keptSession(): Session | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(name) ?? 'null') as Partial<Session> | null;
    const { key, userId } = kept ?? {};
    return typeof key === 'string' && typeof userId === 'string' ? { key, userId } : undefined;
  } catch {
    return undefined;
  }
}

export function keepSession(session: Session): void {
  sessionStorage.setItem(name, JSON.stringify(session));
}

export function forgetSession(): void {
  sessionStorage.removeItem(name);
}
