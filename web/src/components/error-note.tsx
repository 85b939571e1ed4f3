import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useErrorText, type ErrorValues } from './error-text';
import classes from './error-note.module.css';

interface Props {
  error: unknown;
  /** What helps whoever is asked to look into it: a job's id, for instance. */
  reference?: string;
  values?: ErrorValues;
  /** Offered only where another try may end otherwise. */
  onRetry?: () => void;
}

/** What happened, what to do about it, and something to copy for whoever helps. */
export function ErrorNote({ error, reference, values, onRetry }: Props) {
  const { t } = useTranslation();
  const { title, advice, unexplained, forSupport, retryHelps } = useErrorText(error, values);
  const retry = retryHelps ? onRetry : undefined;
  // Whoever only chose the wrong file needs no support.
  const support = retryHelps || unexplained !== '' || reference !== undefined;
  return (
    <div className={classes.root} role="alert">
      <IconAlertTriangle size={20} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        <p className={classes.advice}>{advice}</p>
        {unexplained && (
          <p className={classes.detail}>{t('errors.details', { text: unexplained })}</p>
        )}
        {(retry || support) && (
          <div className={classes.actions}>
            {retry && (
              <Button
                size="xs"
                variant="default"
                leftSection={<IconRefresh size={14} />}
                onClick={retry}
              >
                {t('common.tryAgain')}
              </Button>
            )}
            {support && (
              <CopyButton value={[forSupport, reference].filter(Boolean).join(' · ')}>
                {({ copied: done, copy }) => (
                  <Button
                    size="xs"
                    variant="subtle"
                    color="gray"
                    leftSection={done ? <IconCheck size={14} /> : <IconCopy size={14} />}
                    onClick={copy}
                  >
                    {done ? t('common.copied') : t('common.copyForSupport')}
                  </Button>
                )}
              </CopyButton>
            )}
          </div>
        )}
      </div>
    </div>
  );
}
