import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconDots,
  IconFileTypeCsv,
  IconPlayerStop,
  IconRefresh,
  IconRotateClockwise,
  IconTrash,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { retryMayHelp } from '@/components/error-text';
import { csvName, csvUrl } from '@/lib/api/addresses';
import type { Job } from '@/lib/api/client';
import { isRunning } from '../api/list-jobs';
import { ScanAgainDialog } from './scan-again-dialog';
import { useJobCommands } from './use-job-commands';
import classes from './job-menu.module.css';

/** What can be done with a job in its present state. */
export function JobMenu({ job, onDeleted }: { job: Job; onDeleted?: () => void }) {
  const { t } = useTranslation();
  const commands = useJobCommands(job, onDeleted);
  const mayGoOn =
    job.status === 'cancelled' || (job.status === 'failed' && retryMayHelp(job.error));
  const [asking, { open, close }] = useDisclosure();
  return (
    <>
      <ScanAgainDialog opened={asking} onClose={close} onScan={commands.scanAgain} />
      <Menu position="bottom-end" width={220}>
        <Menu.Target>
          <ActionIcon
            className={classes.button}
            variant="subtle"
            color="gray"
            aria-label={t('jobs.actionsFor', { name: job.video_name })}
          >
            <IconDots size={20} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown className={classes.menu}>
          {isRunning(job) && (
            <Menu.Item leftSection={<IconPlayerStop size={17} />} onClick={commands.cancel}>
              {t('jobs.cancel')}
            </Menu.Item>
          )}
          {mayGoOn && (
            <Menu.Item leftSection={<IconRefresh size={17} />} onClick={commands.retry}>
              {t('jobs.retry')}
            </Menu.Item>
          )}
          {job.detections_count > 0 && (
            <Menu.Item
              component="a"
              href={csvUrl(job.id)}
              onClick={(event) =>
                event.currentTarget.setAttribute('download', csvName(job.id, new Date()))
              }
              leftSection={<IconFileTypeCsv size={17} />}
            >
              {t('readings.csv')}
            </Menu.Item>
          )}
          {job.video.available && (
            <Menu.Item leftSection={<IconRotateClockwise size={17} />} onClick={open}>
              {t('jobs.scanAgainAsk')}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            className={classes.danger}
            leftSection={<IconTrash size={17} />}
            onClick={commands.remove}
          >
            {t('jobs.delete')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
