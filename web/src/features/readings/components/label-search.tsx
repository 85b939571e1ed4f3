import { useTranslation } from 'react-i18next';
import { SearchBox } from '@/components/search-box';
import { formatNumber } from '@/lib/format';
import type { Items } from '../api/get-items';
import classes from './label-search.module.css';

interface Props {
  q: string;
  found: Items;
  onSearch: (q: string) => void;
}

/** Finds labels by a part of their text, and says how many of all they are. */
export function LabelSearch({ q, found, onSearch }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.bar}>
      <SearchBox
        className={classes.search}
        label={t('readings.searchLabels')}
        value={q}
        onSearch={onSearch}
      />
      <span className={classes.count} role="status">
        {q !== '' &&
          !found.isLoading &&
          t('readings.labelsOf', { found: formatNumber(found.matching), count: found.total })}
      </span>
    </div>
  );
}
