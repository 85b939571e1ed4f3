import { Button, PasswordInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorNote } from '@/components/error-note';
import { ApiError } from '@/lib/api/client';
import { useSignIn } from '../api/session';
import classes from './sign-in.module.css';

/** Shown instead of everything when the server asks for a key. */
export function SignIn() {
  const { t } = useTranslation();
  const [key, setKey] = useState('');
  const signIn = useSignIn();
  const wrongKey = signIn.error instanceof ApiError && signIn.error.status === 401;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (key.trim()) signIn.mutate(key.trim());
  };
  return (
    <main className={classes.root}>
      <form className={classes.card} onSubmit={submit}>
        <img src="/icon.svg" alt="" width={44} height={44} />
        <h1 className={classes.title}>{t('signIn.title')}</h1>
        <p className={classes.text}>{t('signIn.text')}</p>
        <PasswordInput
          label={t('signIn.key')}
          placeholder="ms_…"
          value={key}
          onChange={(event) => setKey(event.currentTarget.value)}
          autoComplete="current-password"
          size="md"
          visibilityToggleButtonProps={{ 'aria-label': t('signIn.showKey') }}
        />
        {signIn.error && <ErrorNote error={wrongKey ? { code: 'wrong_key' } : signIn.error} />}
        <Button type="submit" size="md" loading={signIn.isPending} disabled={!key.trim()} fullWidth>
          {t('signIn.submit')}
        </Button>
        <p className={classes.hint}>{t('signIn.pairing')}</p>
      </form>
    </main>
  );
}
