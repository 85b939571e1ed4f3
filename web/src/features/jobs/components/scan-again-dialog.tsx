import { Button, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { ScanOptions } from '@/components/scan-options';
import classes from './scan-again-dialog.module.css';

interface Props {
  opened: boolean;
  onClose: () => void;
  onScan: () => void;
}

/** The same video once more: mostly because more of it, or something smaller, is to be read. */
export function ScanAgainDialog({ opened, onClose, onScan }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('upload.scanAgain')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.text}>{t('jobs.scanAgainText')}</p>
      <ScanOptions />
      <div className={classes.actions}>
        <Button variant="default" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button
          onClick={() => {
            onClose();
            onScan();
          }}
        >
          {t('upload.scanAgain')}
        </Button>
      </div>
    </Modal>
  );
}
