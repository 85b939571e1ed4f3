import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Schemas } from '@/lib/api/client';
import { useSignOut } from '../api/session';

export function SignOut({ scopes }: { scopes: Schemas['Session']['scopes'] }) {
  const { t } = useTranslation();
  const signOut = useSignOut();
  return (
    <>
      <p>
        {t('settings.mayDo', {
          list: scopes.map((scope) => t(`settings.scopes.${scope}`)).join(', '),
        })}
      </p>
      <Button
        variant="default"
        size="md"
        loading={signOut.isPending}
        onClick={() => signOut.mutate()}
      >
        {t('settings.signOut')}
      </Button>
    </>
  );
}
