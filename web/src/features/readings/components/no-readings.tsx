import { Button } from '@mantine/core';
import { IconEyeOff, IconHourglass, IconTextScan2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import type { Job } from '@/lib/api/client';
import { formatConfidence, formatNumber } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import type { ReadingFilter, Readings } from '../api/get-readings';
import { NoMatch } from './no-match';

interface Props {
  job: Job;
  readings: Readings;
  filter: ReadingFilter;
  onFilter: (part: Partial<ReadingFilter>) => void;
}

/** Why there is nothing to see: the filter, the time, or the video itself. */
export function NoReadings({ job, readings, filter, onFilter }: Props) {
  const { t } = useTranslation();
  if (filter.q) {
    return (
      <NoMatch
        title={t('readings.noMatch', { q: visible(filter.q) })}
        onClear={() => onFilter({ q: '' })}
      />
    );
  }
  // The readings may be older than the job's own count, when the server has gone away meanwhile.
  const count = readings.total ?? job.detections_count;
  if (count > 0 && filter.min > 0) {
    return (
      <EmptyState
        icon={<IconEyeOff size={24} />}
        title={t('readings.allHidden', {
          min: formatConfidence(filter.min),
          total: formatNumber(count),
        })}
        action={
          <Button variant="default" onClick={() => onFilter({ min: 0 })}>
            {t('readings.showAll')}
          </Button>
        }
      />
    );
  }
  if (job.status === 'completed' && job.detections_count === 0) {
    return (
      <EmptyState icon={<IconTextScan2 size={24} />} title={t('readings.noText')}>
        {t('readings.noTextAdvice')}
      </EmptyState>
    );
  }
  const running =
    job.status === 'processing' || job.status === 'pending' || job.detections_count > 0;
  return (
    <EmptyState
      icon={<IconHourglass size={24} />}
      title={running ? t('readings.nothingYet') : t('readings.nothingRead')}
    >
      {running && t('readings.nothingYetText')}
    </EmptyState>
  );
}
