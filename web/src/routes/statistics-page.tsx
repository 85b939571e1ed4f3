import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { Card, Page } from '@/components/page';
import { useStats } from '@/features/statistics/api/get-stats';
import { DayChart } from '@/features/statistics/components/day-chart';
import { StatusBars } from '@/features/statistics/components/status-bars';
import { Totals } from '@/features/statistics/components/totals';

export default function StatisticsPage() {
  const { t } = useTranslation();
  const { data: stats, error, refetch } = useStats();
  return (
    <Page title={t('nav.statistics')}>
      {!stats && !error && <Loader aria-label={t('common.loading')} />}
      {!stats && error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {stats && (
        <>
          <Totals stats={stats} />
          <Card title={t('statistics.perDay')}>
            <DayChart days={stats.days} />
          </Card>
          <Card title={t('statistics.perStatus')}>
            <StatusBars jobs={stats.jobs} />
          </Card>
        </>
      )}
    </Page>
  );
}
