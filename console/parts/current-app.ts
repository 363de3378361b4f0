const name = 'deeptune-app';

/** The app that an address names; undefined also where its name cannot be read. */
export function appIn(path: string): string | undefined {
  const [, encoded] = /^\/apps\/([^/]+)/.exec(path) ?? [];
  try {
    return encoded === undefined ? undefined : decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
}

/** Keeps for this tab which app was looked at last, for pages of no app. */
export function rememberApp(app: string): void {
  sessionStorage.setItem(name, app);
}

/** The app that was looked at last in this tab. */
export function rememberedApp(): string | undefined {
  return sessionStorage.getItem(name) ?? undefined;
}
