import { Button, CopyButton } from '@mantine/core';
import { IconAlertTriangle, IconCheck, IconCopy, IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useErrorText } from './error-text';
import classes from './error-note.module.css';

interface Props {
  error: unknown;
  /** What helps whoever is asked to look into it: a job's id, for instance. */
  reference?: string;
  onRetry?: () => void;
}

/** What happened, what to do about it, and something to copy for whoever helps. */
export function ErrorNote({ error, reference, onRetry }: Props) {
  const { t } = useTranslation();
  const { title, advice, detail, code } = useErrorText(error);
  const copied = [code, detail, reference].filter(Boolean).join(' · ');
  return (
    <div className={classes.root} role="alert">
      <IconAlertTriangle size={20} className={classes.icon} aria-hidden />
      <div className={classes.body}>
        <p className={classes.title}>{title}</p>
        <p className={classes.advice}>{advice}</p>
        {detail && <p className={classes.detail}>{detail}</p>}
        <div className={classes.actions}>
          {onRetry && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconRefresh size={14} />}
              onClick={onRetry}
            >
              {t('common.tryAgain')}
            </Button>
          )}
          <CopyButton value={copied}>
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
        </div>
      </div>
    </div>
  );
}
