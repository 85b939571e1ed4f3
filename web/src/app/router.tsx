import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { parseJobsSearch, parseReviewSearch } from '@/routes/search';
import { NotFound } from './not-found';
import { RouteError } from './route-error';
import { Shell } from './shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const jobs = createRoute({
  getParentRoute: () => root,
  path: '/',
  validateSearch: parseJobsSearch,
  component: lazyRouteComponent(() => import('@/routes/jobs-page')),
});
const job = createRoute({
  getParentRoute: () => root,
  path: '/jobs/$jobId',
  validateSearch: parseReviewSearch,
  component: lazyRouteComponent(() => import('@/routes/job-page')),
});
const statistics = createRoute({
  getParentRoute: () => root,
  path: '/statistics',
  component: lazyRouteComponent(() => import('@/routes/statistics-page')),
});
const system = createRoute({
  getParentRoute: () => root,
  path: '/system',
  component: lazyRouteComponent(() => import('@/routes/system-page')),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('@/routes/settings-page')),
});

function stringifySearch(search: Record<string, unknown>): string {
  const parts = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    if (typeof value === 'string' || typeof value === 'number') parts.set(name, String(value));
  }
  const text = parts.toString();
  return text && `?${text}`;
}

export const router = createRouter({
  routeTree: root.addChildren([jobs, job, statistics, system, settings]),
  // Plain texts: the router's own way would put a search for 0012 in quotes.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch,
  defaultPreload: 'intent',
  defaultErrorComponent: RouteError,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
