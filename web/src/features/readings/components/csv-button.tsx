import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconDownload, IconList, IconTags } from '@tabler/icons-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { csvName, csvUrl, labelsCsvUrl } from '@/lib/api/addresses';
import classes from './csv-button.module.css';

interface LinkProps {
  href: string;
  prefix: string;
  jobId: string;
  icon: ReactNode;
  children: ReactNode;
}

/** A table streamed by the server; its name is made at the click. */
function CsvLink({ href, prefix, jobId, icon, children }: LinkProps) {
  return (
    <Menu.Item
      component="a"
      href={href}
      download={csvName(jobId, new Date(), prefix)}
      leftSection={icon}
      onClick={(event: MouseEvent<HTMLAnchorElement>) => {
        event.currentTarget.download = csvName(jobId, new Date(), prefix);
      }}
    >
      {children}
    </Menu.Item>
  );
}

/** The job as a table: its labels, a line each, or all single readings. */
export function CsvButton({ jobId, withLabels }: { jobId: string; withLabels: boolean }) {
  const { t } = useTranslation();
  const menu = (target: ReactNode) => (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>{target}</Menu.Target>
      <Menu.Dropdown>
        {withLabels && (
          <CsvLink
            jobId={jobId}
            href={labelsCsvUrl(jobId)}
            prefix="labels"
            icon={<IconTags size={17} />}
          >
            {t('readings.csvOfLabels')}
          </CsvLink>
        )}
        <CsvLink
          jobId={jobId}
          href={csvUrl(jobId)}
          prefix="audit_results"
          icon={<IconList size={17} />}
        >
          {t('readings.csvOfReadings')}
        </CsvLink>
      </Menu.Dropdown>
    </Menu>
  );
  return (
    <>
      {menu(
        <Button
          className={classes.long}
          variant="default"
          leftSection={<IconDownload size={17} aria-hidden />}
        >
          {t('readings.csv')}
        </Button>,
      )}
      {menu(
        <ActionIcon
          className={classes.short}
          variant="subtle"
          color="gray"
          aria-label={t('readings.csv')}
        >
          <IconDownload size={20} />
        </ActionIcon>,
      )}
    </>
  );
}
