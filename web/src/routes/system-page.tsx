import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { Page } from '@/components/page';
import { SystemCards } from '@/features/system/components/system-cards';
import { useSystem } from '@/lib/api/get-system';

export default function SystemPage() {
  const { t } = useTranslation();
  const { data: system, error, refetch } = useSystem();
  return (
    <Page title={t('nav.system')}>
      {!system && !error && <Loader aria-label={t('common.loading')} />}
      {!system && error && <ErrorNote error={error} onRetry={() => void refetch()} />}
      {system && <SystemCards system={system} />}
    </Page>
  );
}
