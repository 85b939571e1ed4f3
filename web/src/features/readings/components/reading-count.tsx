import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatConfidence, formatNumber } from '@/lib/format';
import type { ReadingFilter, Readings } from '../api/get-readings';
import classes from './reading-count.module.css';

interface Props {
  readings: Readings;
  groups: number | null;
  filter: ReadingFilter;
  onFilter: (part: Partial<ReadingFilter>) => void;
}

/** How many there are, and how many the filter hides: a list never silently shows less than all. */
export function ReadingCount({ readings, groups, filter, onFilter }: Props) {
  const { t } = useTranslation();
  const { total, matching, rows, hasMore } = readings;
  const count = matching ?? rows.length;
  // A search counts what it looks for alone: what it leaves out is not hidden by the confidence.
  const hidden = total !== null && matching !== null && !filter.q ? total - matching : 0;
  return (
    <div className={classes.line} role="status">
      <span>
        {groups !== null && `${t('readings.texts', { count: groups })} · `}
        {filter.q
          ? matching === null && hasMore
            ? t('readings.foundMore', { count: rows.length })
            : t('readings.found', { count })
          : t('jobs.readings', { count })}
      </span>
      {hidden > 0 && (
        <Button
          size="compact-sm"
          variant="subtle"
          className={classes.all}
          onClick={() => onFilter({ min: 0 })}
        >
          {t('readings.hidden', {
            hidden: formatNumber(hidden),
            min: formatConfidence(filter.min),
          })}
        </Button>
      )}
    </div>
  );
}
