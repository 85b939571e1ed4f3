import {
  IconChartBar,
  IconScan,
  IconServer2,
  IconSettings,
  type TablerIcon,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { UploadSummary } from '@/features/upload/components/upload-summary';
import { LiveIndicator } from './live-indicator';
import classes from './navigation.module.css';

const PLACES: {
  to: '/' | '/statistics' | '/system' | '/settings';
  name: 'scans' | 'statistics' | 'system' | 'settings';
  icon: TablerIcon;
}[] = [
  { to: '/', name: 'scans', icon: IconScan },
  { to: '/statistics', name: 'statistics', icon: IconChartBar },
  { to: '/system', name: 'system', icon: IconServer2 },
  { to: '/settings', name: 'settings', icon: IconSettings },
];

/** At the side on a desk, at the bottom under the thumb on a phone. */
export function Navigation() {
  const { t } = useTranslation();
  return (
    <nav className={classes.nav} aria-label={t('nav.label')}>
      <Link to="/" className={classes.brand} aria-label={t('product.name')}>
        <img src="/icon.svg" alt="" width={30} height={30} />
        <span>{t('product.short')}</span>
      </Link>
      <ul className={classes.places}>
        {PLACES.map(({ to, name, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              className={classes.place}
              activeOptions={{ exact: true, includeSearch: false }}
            >
              <Icon size={20} stroke={1.7} aria-hidden />
              <span>{t(`nav.${name}`)}</span>
            </Link>
          </li>
        ))}
      </ul>
      <div className={classes.foot}>
        <UploadSummary />
        <LiveIndicator />
      </div>
    </nav>
  );
}
