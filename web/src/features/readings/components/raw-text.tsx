import { useTranslation } from 'react-i18next';
import { ReadingText } from '@/components/reading-text';
import type { Item } from '@/lib/api/client';
import classes from './raw-text.module.css';

/** The text of a GS1 code as it stands in the code, with its separators, for those who ask. */
export function RawText({ item }: { item: Item }) {
  const { t } = useTranslation();
  if (item.readable === null) return null;
  return (
    <details className={classes.root}>
      <summary>{t('readings.rawText')}</summary>
      <ReadingText text={item.text} size="sm" />
    </details>
  );
}
