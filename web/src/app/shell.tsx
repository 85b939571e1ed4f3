import { Outlet, useMatchRoute } from '@tanstack/react-router';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '@/features/session/api/session';
import { SignIn } from '@/features/session/components/sign-in';
import { DropAnywhere } from '@/features/upload/components/drop-anywhere';
import { connectLiveEvents } from './live-events';
import { LiveBanner } from './live-indicator';
import { Navigation } from './navigation';
import classes from './shell.module.css';

/** The frame around every page: navigation, live events, files dropped anywhere. */
export function Shell() {
  const { t } = useTranslation();
  const { data: session, isPending } = useSession();
  const client = useQueryClient();
  const isReview = useMatchRoute()({ to: '/jobs/$jobId' }) !== false;
  const locked = session?.required === true && !session.authenticated;

  useEffect(
    () => (locked || isPending ? undefined : connectLiveEvents(client)),
    [client, locked, isPending],
  );

  // Nothing is asked for, nor flashes up, before it is known whether this browser may.
  if (isPending) return null;
  if (locked) return <SignIn />;
  return (
    <div className={classes.shell} data-review={isReview || undefined}>
      <a href="#main" className={classes.skip}>
        {t('nav.skip')}
      </a>
      <LiveBanner />
      <Navigation />
      <main id="main" className={classes.main} tabIndex={-1}>
        <Outlet />
      </main>
      <DropAnywhere />
    </div>
  );
}
