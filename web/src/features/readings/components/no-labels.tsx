import { Button } from '@mantine/core';
import { IconTags } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';
import type { Job } from '@/lib/api/client';

/** Why there are no labels; single readings may be in the gallery before the first label. */
export function NoLabels({ job, onGallery }: { job: Job; onGallery: () => void }) {
  const { t } = useTranslation();
  const running = job.status === 'processing' || job.status === 'pending';
  if (job.status === 'completed') {
    return (
      <EmptyState icon={<IconTags size={24} />} title={t('readings.noText')}>
        {t('readings.noTextAdvice')}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={<IconTags size={24} />}
      title={running ? t('readings.labelsSoon') : t('readings.noLabels')}
      action={
        job.detections_count > 0 && (
          <Button variant="default" onClick={onGallery}>
            {t('readings.toGallery')}
          </Button>
        )
      }
    >
      {t(running ? 'readings.labelsSoonText' : 'readings.noLabelsText')}
    </EmptyState>
  );
}
