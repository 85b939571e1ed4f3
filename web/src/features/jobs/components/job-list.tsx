import { Button, Loader } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { IconMoodEmpty, IconSearchOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import { ErrorNote } from '@/components/error-note';
import type { useJobs } from '../api/list-jobs';
import { JobRow } from './job-row';
import classes from './job-list.module.css';

interface Props {
  query: ReturnType<typeof useJobs>;
  filtered: boolean;
  onClearFilter: () => void;
}

export function JobList({ query, filtered, onClearFilter }: Props) {
  const { t } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useInterval(() => setNow(Date.now()), 30_000, { autoInvoke: true });
  const { jobs } = query;

  if (query.isPending)
    return <Loader className={classes.loading} aria-label={t('common.loading')} />;
  if (query.isError && jobs.length === 0) {
    return <ErrorNote error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (jobs.length === 0 && filtered) {
    return (
      <EmptyState
        icon={<IconSearchOff size={24} />}
        title={t('jobs.nothingFound')}
        action={
          <Button variant="default" onClick={onClearFilter}>
            {t('jobs.clearFilter')}
          </Button>
        }
      />
    );
  }
  if (jobs.length === 0) {
    return (
      <EmptyState icon={<IconMoodEmpty size={24} />} title={t('jobs.none')}>
        {t('jobs.noneText')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className={classes.list} aria-label={t('jobs.list')}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} now={now} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button
          variant="default"
          className={classes.more}
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t('jobs.more')}
        </Button>
      )}
    </>
  );
}
