import { Button, FileButton } from '@mantine/core';
import { IconCamera, IconUpload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddFiles } from '../use-add-files';
import classes from './file-buttons.module.css';

const TYPES = 'video/*,.mp4,.mov,.avi,.mkv,.webm';

/** Choosing files, and on a phone filming at once. */
export function FileButtons() {
  const { t } = useTranslation();
  const addFiles = useAddFiles();
  return (
    <>
      <FileButton
        accept="video/*"
        capture="environment"
        onChange={(file) => addFiles(file ? [file] : [])}
      >
        {(props) => (
          <Button
            {...props}
            size="md"
            className={classes.film}
            leftSection={<IconCamera size={18} />}
          >
            {t('upload.film')}
          </Button>
        )}
      </FileButton>

      <FileButton multiple accept={TYPES} onChange={addFiles}>
        {(props) => (
          <Button
            {...props}
            size="md"
            className={classes.choose}
            leftSection={<IconUpload size={18} />}
          >
            {t('upload.choose')}
          </Button>
        )}
      </FileButton>
    </>
  );
}
