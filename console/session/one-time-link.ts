import type { Session } from './session.tsx';

const pattern = /^#sign-in=([\w-]+)$/;

/**
 * The token of a one-time link, `/#sign-in=<token>`, which the laptop host prints for who sits
 * before it. It stands in the fragment, which no browser sends anywhere, and is taken out of the
 * address at once.
 */
export function takeToken(): string | undefined {
  const token = pattern.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(null, '', location.pathname + location.search);
  return token;
}

/**
 * Gives the token back for a session, which works once.
 * @throws Error that says what to do instead
 */
export async function exchangeToken(token: string): Promise<Session> {
  const response = await fetch('/console/sessions', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!response.ok)
    throw new Error(
      "This link has been used already or is too old. 'deeptune open' makes another; or type the key.",
    );
  const { key, user_id: userId } = (await response.json()) as { key: string; user_id: string };
  return { key, userId };
}
