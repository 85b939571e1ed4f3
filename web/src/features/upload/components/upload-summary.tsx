import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '@/lib/format';
import { useStore } from '@/lib/store';
import { isActive, uploads } from '../queue';
import classes from './upload-summary.module.css';

/** Uploads go on while other pages are looked at; this leads back to them. */
export function UploadSummary() {
  const { t } = useTranslation();
  const active = useStore(uploads, (all) => all).filter(isActive);
  if (active.length === 0) return null;
  const total = active.reduce((sum, one) => sum + one.file.size, 0);
  const sent = active.reduce((sum, one) => sum + one.sentBytes, 0);
  return (
    <Link to="/" className={classes.link}>
      {t('upload.summary', {
        count: active.length,
        percent: formatNumber(total > 0 ? sent / total : 0, { style: 'percent' }),
      })}
    </Link>
  );
}
