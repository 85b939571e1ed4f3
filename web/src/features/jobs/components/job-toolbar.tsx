import { Select, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
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
const TYPING_MS = 250;

interface Props {
  filter: JobFilter;
  onChange: (part: Partial<JobFilter>) => void;
}

export function JobToolbar({ filter, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(filter.q);
  const search = useDebouncedCallback((q: string) => onChange({ q }), TYPING_MS);
  return (
    <div className={classes.bar}>
      <TextInput
        className={classes.search}
        type="search"
        placeholder={t('jobs.search')}
        aria-label={t('jobs.search')}
        leftSection={<IconSearch size={16} aria-hidden />}
        value={typed}
        data-search
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value.trim());
        }}
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
