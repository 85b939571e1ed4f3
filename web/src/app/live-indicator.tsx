import { Tooltip } from '@mantine/core';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLiveState } from '@/lib/live';
import classes from './live-indicator.module.css';

/** The same over the whole width, for phones. */
export function LiveBanner() {
  const { t } = useTranslation();
  if (useLiveState() !== 'down') return null;
  return (
    <div className={classes.banner} role="status">
      <IconPlugConnectedX size={16} aria-hidden />
      {t('live.banner')}
    </div>
  );
}

/** Says nothing while all is well. */
export function LiveIndicator() {
  const { t } = useTranslation();
  const state = useLiveState();
  if (state !== 'down') return null;
  return (
    <Tooltip label={t('live.downText')} multiline w={220} position="right">
      <div className={classes.root} role="status">
        <IconPlugConnectedX size={16} aria-hidden />
        <span>{t('live.down')}</span>
      </div>
    </Tooltip>
  );
}
