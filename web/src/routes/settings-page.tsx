import { useTranslation } from 'react-i18next';
import { Card, Page } from '@/components/page';
import { useSession } from '@/features/session/api/session';
import { SignOut } from '@/features/session/components/sign-out';
import { LanguageChoice } from '@/features/settings/components/language-choice';
import { ThemeChoice } from '@/features/settings/components/theme-choice';

export default function SettingsPage() {
  const { t } = useTranslation();
  const { data: session } = useSession();
  return (
    <Page title={t('nav.settings')}>
      <Card title={t('settings.theme')}>
        <ThemeChoice />
      </Card>
      <Card title={t('settings.language')}>
        <LanguageChoice />
      </Card>
      {session?.required && (
        <Card title={t('settings.session')}>
          <SignOut scopes={session.scopes} />
        </Card>
      )}
    </Page>
  );
}
