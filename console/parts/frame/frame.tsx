import { useQueryClient } from '@tanstack/preact-query';
import { useLocation } from 'preact-iso';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { useReached } from '../../api/carry.ts';
import { useCall } from '../../api/use-call.ts';
import { Flashes } from '../announcer.tsx';
import { appIn, rememberApp, rememberedApp } from '../current-app.ts';
import { Flash } from '../flash.tsx';
import { ErrorBoundary } from './error-boundary.tsx';
import { NewAppDialog } from './new-app-dialog.tsx';
import { SideNavigation } from './side-navigation.tsx';
import { TopBar } from './top-bar.tsx';

/** Top bar and side navigation, around the page. */
export function Frame({ children }: { children: ComponentChildren }) {
  const { path } = useLocation();
  const named = appIn(path);
  const apps = useApps();
  const app = named ?? apps.find((id) => id === rememberedApp()) ?? apps[0];
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isMakingApp, setMakingApp] = useState(false);
  useEffect(() => {
    if (named !== undefined) rememberApp(named);
  }, [named]);
  useEffect(() => setMenuOpen(false), [path]);
  return (
    <div class="frame" onKeyDown={({ key }) => key === 'Escape' && setMenuOpen(false)}>
      <a class="skip" href="#page">
        Skip to the page
      </a>
      <TopBar
        apps={apps}
        app={app}
        isMenuOpen={isMenuOpen}
        onMenu={() => setMenuOpen(!isMenuOpen)}
      />
      <SideNavigation app={app} isOpen={isMenuOpen} onNewApp={() => setMakingApp(true)} />
      <main id="page" tabIndex={-1}>
        <Unreached />
        <Flashes />
        <ErrorBoundary path={path}>{children}</ErrorBoundary>
      </main>
      {isMakingApp && <NewAppDialog onClose={() => setMakingApp(false)} />}
    </div>
  );
}

/** As many apps as one answer holds. */
const most = 1_000;

function useApps(): readonly string[] {
  const { data } = useCall('ListApps', { per_page: most });
  return useMemo(() => data?.apps.map(({ id }) => id) ?? [], [data]);
}

/** Between two questions while the service does not answer, milliseconds. */
const askAgain = 3_000;

/** Says while the service does not answer: what is shown may be old, and is asked again. */
function Unreached() {
  const isReached = useReached();
  const queries = useQueryClient();
  useEffect(() => {
    if (isReached) return undefined;
    const ask = () => void queries.refetchQueries({ type: 'active' }, { cancelRefetch: false });
    const timer = setInterval(ask, askAgain);
    return () => clearInterval(timer);
  }, [isReached]);
  return (
    <div role="status" class="flashes">
      {!isReached && (
        <Flash tone="warn">
          <strong>The service does not answer.</strong> What is shown may be old; it is asked again
          by itself. On a laptop: does <code>deeptune serve</code> still run?
        </Flash>
      )}
    </div>
  );
}
