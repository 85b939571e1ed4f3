import {
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconLoader2,
  IconPlayerStop,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { JobStatus } from '@/lib/api/client';
import classes from './status-badge.module.css';

const ICONS = {
  pending: IconClock,
  processing: IconLoader2,
  completed: IconCircleCheck,
  failed: IconCircleX,
  cancelled: IconPlayerStop,
} satisfies Record<JobStatus, unknown>;

export function StatusBadge({ status }: { status: JobStatus }) {
  const { t } = useTranslation();
  const Icon = ICONS[status];
  return (
    <span className={classes.badge} data-status={status}>
      <Icon size={15} stroke={2} aria-hidden />
      {t(`status.${status}`)}
    </span>
  );
}
