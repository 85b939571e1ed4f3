import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { csvName, csvUrl } from '@/lib/api/addresses';
import classes from './csv-button.module.css';

/** All readings of the job as a table, streamed by the server; the name is made at the click. */
export function CsvButton({ jobId }: { jobId: string }) {
  const { t } = useTranslation();
  const link = {
    component: 'a' as const,
    href: csvUrl(jobId),
    download: csvName(jobId, new Date()),
    onClick: (event: MouseEvent<HTMLAnchorElement>) => {
      event.currentTarget.download = csvName(jobId, new Date());
    },
  };
  return (
    <>
      <Button
        {...link}
        className={classes.long}
        variant="default"
        leftSection={<IconDownload size={17} />}
      >
        {t('readings.csv')}
      </Button>
      <Tooltip label={t('readings.csv')}>
        <ActionIcon
          {...link}
          className={classes.short}
          variant="subtle"
          color="gray"
          aria-label={t('readings.csv')}
        >
          <IconDownload size={20} />
        </ActionIcon>
      </Tooltip>
    </>
  );
}
