import { QueryClientProvider } from '@tanstack/preact-query';
import { LocationProvider, Route, Router, lazy } from 'preact-iso';
import { routes } from './addresses.ts';
import { queryClient } from './api/query-client.ts';
import { FirstApp } from './pages/first-app.tsx';
import { NotFound } from './pages/not-found.tsx';
import { Announcer } from './parts/announcer.tsx';
import { Frame } from './parts/frame/frame.tsx';
import { SessionProvider } from './session/session.tsx';

/* One part of the bundle a page: what a page needs is loaded when it is first opened. */
const Models = lazy(() => import('./pages/models/models.tsx').then((m) => m.Models));
const Model = lazy(() => import('./pages/model/model.tsx').then((m) => m.Model));
const Train = lazy(() => import('./pages/train/train.tsx').then((m) => m.Train));
const Datasets = lazy(() => import('./pages/datasets/datasets.tsx').then((m) => m.Datasets));
const Dataset = lazy(() => import('./pages/datasets/dataset.tsx').then((m) => m.Dataset));
const Schedules = lazy(() => import('./pages/schedules/schedules.tsx').then((m) => m.Schedules));
const Usage = lazy(() => import('./pages/usage/usage.tsx').then((m) => m.Usage));
const Keys = lazy(() => import('./pages/keys/keys.tsx').then((m) => m.Keys));
const Activity = lazy(() => import('./pages/activity/activity.tsx').then((m) => m.Activity));
const Notifications = lazy(() =>
  import('./pages/notifications/notifications.tsx').then((m) => m.Notifications),
);

/** Addresses of the console: links to the API's own are the browser's. */
const pages = /^\/(?!(v1|v2|files|docs|openapi\.json)(\/|$))/;

/** The whole console: who is signed in, the frame around each page, and which page it is. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LocationProvider scope={pages}>
        <Announcer>
          <SessionProvider>
            <Frame>
              <Router>
                <Route path="/" component={FirstApp} />
                <Route path={routes.models} component={Models} />
                <Route path={routes.model} component={Model} />
                <Route path={routes.train} component={Train} />
                <Route path={routes.datasets} component={Datasets} />
                <Route path={routes.dataset} component={Dataset} />
                <Route path={routes.schedules} component={Schedules} />
                <Route path={routes.usage} component={Usage} />
                <Route path={routes.keys} component={Keys} />
                <Route path={routes.activity} component={Activity} />
                <Route path={routes.notifications} component={Notifications} />
                <Route default component={NotFound} />
              </Router>
            </Frame>
          </SessionProvider>
        </Announcer>
      </LocationProvider>
    </QueryClientProvider>
  );
}
