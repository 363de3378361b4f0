import { useLocation } from 'preact-iso';
import { useEffect } from 'preact/hooks';
import { addresses } from '../addresses.ts';
import { useCall } from '../api/use-call.ts';
import { rememberedApp } from '../parts/current-app.ts';
import { NewAppForm } from '../parts/frame/new-app-form.tsx';
import { PageHeader } from '../parts/page-header.tsx';
import { Loading, Problem } from '../parts/states.tsx';

/**
 * `/`: goes on to the models of the app that was looked at last, or of the first one; where there
 * is none, makes the first one.
 */
export function FirstApp() {
  const { route } = useLocation();
  const { data, error, refetch } = useCall('ListApps', {});
  const known = data?.apps.map(({ id }) => id) ?? [];
  const app = known.find((id) => id === rememberedApp()) ?? known[0];
  useEffect(() => {
    if (app !== undefined) route(addresses.models(app), true);
  }, [app]);
  if (error) return <Problem error={error} onRetry={() => void refetch()} />;
  if (!data || app !== undefined) return <Loading what="apps" />;
  return (
    <>
      <PageHeader title="Create your first app">
        An app holds datasets, and models that are trained on them.
      </PageHeader>
      <div class="panel">
        <NewAppForm onMade={(made) => route(addresses.models(made))} />
      </div>
    </>
  );
}
