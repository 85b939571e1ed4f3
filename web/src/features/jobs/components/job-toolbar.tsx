import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SearchBox } from '@/components/search-box';
import type { JobStatus } from '@/lib/api/client';
import { jobSorts, type JobFilter } from '../api/list-jobs';
import classes from './job-toolbar.module.css';

const STATUSES: JobStatus[] = ['processing', 'pending', 'completed', 'failed', 'cancelled'];
const SORT_NAMES = {
  newest: 'newest',
  oldest: 'oldest',
  name: 'nameUp',
  '-name': 'nameDown',
} as const;

interface Props {
  filter: JobFilter;
  onChange: (part: Partial<JobFilter>) => void;
}

export function JobToolbar({ filter, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <SearchBox
        className={classes.search}
        label={t('jobs.search')}
        value={filter.q}
        onSearch={(q) => onChange({ q })}
      />
      <Select
        aria-label={t('jobs.filterStatus')}
        data={[
          { value: '', label: t('jobs.anyStatus') },
          ...STATUSES.map((one) => ({ value: one, label: t(`status.${one}`) })),
        ]}
        value={filter.status ?? ''}
        onChange={(value) => onChange({ status: (value as JobStatus | '') || null })}
        allowDeselect={false}
      />
      <Select
        aria-label={t('jobs.sort')}
        data={jobSorts.map((one) => ({
          value: one,
          label: t(`jobs.sorts.${SORT_NAMES[one]}`),
        }))}
        value={filter.sort}
        onChange={(value) => onChange({ sort: jobSorts.find((one) => one === value) ?? 'newest' })}
        allowDeselect={false}
      />
    </div>
  );
}
