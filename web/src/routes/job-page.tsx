import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { useJob } from '@/features/jobs/api/get-job';
import { Review } from './review/review';
import { visible } from '@/lib/safe-text';
import classes from './review/review.module.css';

const route = getRouteApi('/jobs/$jobId');

export default function JobPage() {
  const { t } = useTranslation();
  const { jobId } = route.useParams();
  const { data: job, error, refetch } = useJob(jobId);
  const page = job ? visible(job.video_name) : t('nav.scans');
  useDocumentTitle(t('nav.documentTitle', { page }));
  if (job) return <Review key={job.id} job={job} />;
  return (
    <div className={classes.alone}>
      {error ? (
        <>
          <VisuallyHidden component="h1">{t('jobs.list')}</VisuallyHidden>
          <ErrorNote error={error} onRetry={() => void refetch()} />
          <Button component={Link} to="/" variant="default">
            {t('notFound.home')}
          </Button>
        </>
      ) : (
        <Loader aria-label={t('common.loading')} />
      )}
    </div>
  );
}
