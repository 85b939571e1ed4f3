import { Alert, Anchor } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { frameStep } from '@/components/frame-step';
import { languagesName } from '@/components/languages-name';
import { Card } from '@/components/page';
import type { System } from '@/lib/api/client';
import { formatBytes, formatNumber } from '@/lib/format';
import { visible } from '@/lib/safe-text';
import { Facts } from './facts';
import classes from './system.module.css';

/** From here on the disk is worth a warning. */
const DISK_FULL_SHARE = 0.9;

function Storage({ storage }: { storage: System['storage'] }) {
  const { t } = useTranslation();
  const used = storage.total_bytes - storage.free_bytes;
  const share = storage.total_bytes > 0 ? used / storage.total_bytes : 0;
  return (
    <Card title={t('system.storage')}>
      <div
        className={classes.meter}
        role="meter"
        aria-label={t('system.storageUsed')}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(share * 100)}
        data-full={share >= DISK_FULL_SHARE || undefined}
      >
        <div style={{ width: `${share * 100}%` }} />
      </div>
      <p className={classes.note}>
        {t('system.free', {
          free: formatBytes(storage.free_bytes),
          total: formatBytes(storage.total_bytes),
        })}
      </p>
    </Card>
  );
}

const SANDBOX_WORDS = [
  'system.sandboxTier0',
  'system.sandboxTier1',
  'system.sandboxTier2',
  'system.sandboxTier3',
] as const;

export function SystemCards({ system }: { system: System }) {
  const { t } = useTranslation();
  const { workers, queue, limits, defaults } = system;
  return (
    <>
      {workers.trouble && (
        <Alert color="red" icon={<IconAlertTriangle />} title={t('review.workersCannotStart')}>
          {visible(workers.trouble)}
        </Alert>
      )}
      <div className={classes.grid}>
        <Card title={t('system.workers')}>
          <p className={classes.figure} data-bad={workers.running < workers.wanted || undefined}>
            {t('system.workersRunning', {
              running: formatNumber(workers.running),
              wanted: formatNumber(workers.wanted),
            })}
          </p>
          <p className={classes.note}>
            {t('system.workersNote')} {t('system.waiting', { count: queue.waiting })}
          </p>
        </Card>
        <Storage storage={system.storage} />
        <Card title={t('system.limits')}>
          <Facts
            facts={[
              [t('system.uploadMax'), formatBytes(limits.upload_bytes_max)],
              [
                t('system.types'),
                limits.extensions.map((one) => `.${one.replace(/^\./, '')}`).join(' '),
              ],
              [t('system.every'), defaults.every ? frameStep(t, defaults.every) : '–'],
              [
                t('options.profile'),
                defaults.profile ? t(`options.profiles.${defaults.profile}`) : '–',
              ],
              [
                t('options.languages'),
                defaults.languages ? languagesName(t, defaults.languages) : '–',
              ],
            ]}
          />
        </Card>
        <Card title={t('system.about')}>
          <Facts
            facts={[
              [t('system.version'), system.version],
              [t('system.database'), system.database],
              [t('system.queue'), queue.kind],
              [t('system.sandbox'), t(SANDBOX_WORDS[system.sandbox.tier] ?? 'system.sandboxTier0')],
            ]}
          />
          <p className={classes.links}>
            <Anchor href="/docs">{t('system.apiDocs')}</Anchor>
            <Anchor href="/third-party-licences.txt">{t('system.licences')}</Anchor>
          </p>
        </Card>
      </div>
    </>
  );
}
