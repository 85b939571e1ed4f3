import { Page } from '@/components/page';
import { ErrorNote } from '@/components/error-note';
import { useTranslation } from 'react-i18next';

/** A page that broke leaves the rest of the application usable. */
export function RouteError({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <Page title={t('errors.pageBroke')}>
      <ErrorNote error={error} onRetry={() => window.location.reload()} />
    </Page>
  );
}
