import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { visible } from '@/lib/safe-text';
import { formatBytes } from '@/lib/format';
import { dropUpload, type Upload } from '../queue';
import { UploadOutcome } from './upload-outcome';
import { UploadProgress } from './upload-progress';
import classes from './upload-row.module.css';

const UNDER_WAY = new Set(['waiting', 'sending', 'storing']);

export function UploadRow({ upload }: { upload: Upload }) {
  const { t } = useTranslation();
  const underWay = UNDER_WAY.has(upload.state);
  return (
    <li className={classes.row}>
      <div className={classes.head}>
        <span className={classes.name}>{visible(upload.file.name)}</span>
        <span className={classes.size}>{formatBytes(upload.file.size)}</span>
        <ActionIcon
          size={36}
          variant="subtle"
          color="gray"
          aria-label={
            underWay
              ? t('upload.cancel', { name: upload.file.name })
              : t('upload.dismiss', { name: upload.file.name })
          }
          onClick={() => dropUpload(upload.id)}
        >
          <IconX size={18} />
        </ActionIcon>
      </div>
      {underWay ? <UploadProgress upload={upload} /> : <UploadOutcome upload={upload} />}
    </li>
  );
}
