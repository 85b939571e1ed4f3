import { getRouteApi } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { Page } from '@/components/page';
import { useJobs, type JobFilter } from '@/features/jobs/api/list-jobs';
import { JobList } from '@/features/jobs/components/job-list';
import { JobToolbar } from '@/features/jobs/components/job-toolbar';
import { UploadCard } from '@/features/upload/components/upload-card';
import { UploadList } from '@/features/upload/components/upload-list';
import type { JobsSearch } from './search';

const route = getRouteApi('/');

/** Home: bring videos in, see what became of them. */
export default function JobsPage() {
  const { t } = useTranslation();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter: JobFilter = {
    q: search.q ?? '',
    status: search.status ?? null,
    sort: search.sort ?? 'newest',
  };
  const query = useJobs(filter);
  const filtered = filter.q !== '' || filter.status !== null;
  const first = query.isSuccess && query.jobs.length === 0 && !filtered;

  const change = (part: Partial<JobFilter>) => {
    const next = { ...filter, ...part };
    const short: JobsSearch = {
      q: next.q || undefined,
      status: next.status ?? undefined,
      sort: next.sort === 'newest' ? undefined : next.sort,
    };
    void navigate({ search: short, replace: true });
  };

  return (
    <Page title={t('nav.scans')}>
      <UploadCard first={first} />
      <UploadList />
      {!first && (
        <>
          <JobToolbar key={filtered ? 'filtered' : 'all'} filter={filter} onChange={change} />
          <JobList
            query={query}
            filtered={filtered}
            onClearFilter={() => change({ q: '', status: null })}
          />
        </>
      )}
    </Page>
  );
}
