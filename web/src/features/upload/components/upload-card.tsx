import { Button } from '@mantine/core';
import { IconPlayerPlay, IconVideo } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ScanOptions } from '@/components/scan-options';
import { useSystem } from '@/lib/api/get-system';
import { useLimits } from '../use-limits';
import { FileButtons } from './file-buttons';
import { useSampleButton } from './use-sample-button';
import classes from './upload-card.module.css';

/** Where a scan begins. `first` while there is no job yet: then it explains itself. */
export function UploadCard({ first }: { first: boolean }) {
  const { t } = useTranslation();
  const { data: system } = useSystem();
  const limits = useLimits();
  const sample = useSampleButton();
  return (
    <section
      className={classes.card}
      data-first={first || undefined}
      aria-label={t('upload.label')}
    >
      <div className={classes.lead}>
        <div className={classes.icon} aria-hidden>
          <IconVideo size={22} stroke={1.7} />
        </div>
        <div>
          <h2 className={classes.title}>{first ? t('upload.titleFirst') : t('upload.title')}</h2>
          <p className={classes.text}>
            {limits ? t('upload.limits', limits) : '\u00a0'}
            {limits && <span className={classes.drop}> · {t('upload.dropHint')}</span>}
          </p>
        </div>
      </div>
      <div className={classes.actions}>
        {system?.sample_available && (
          <Button
            size="md"
            variant="default"
            className={classes.sample}
            leftSection={<IconPlayerPlay size={18} />}
            loading={sample.isPending}
            onClick={sample.start}
          >
            {t('upload.sample')}
          </Button>
        )}
        <FileButtons />
      </div>
      <div className={classes.options}>
        <ScanOptions />
      </div>
    </section>
  );
}
