import { IconUpload } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddFiles } from '../use-add-files';
import classes from './drop-anywhere.module.css';

const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;

/** The whole window takes files, whatever page is shown. */
export function DropAnywhere() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const addFiles = useAddFiles();
  const [over, setOver] = useState(false);
  const latest = useRef(addFiles);
  useEffect(() => {
    latest.current = addFiles;
  });

  useEffect(() => {
    // Entering a child leaves its parent: only the balance tells whether the pointer is outside.
    let depth = 0;
    const listen = {
      dragenter: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth += 1;
        setOver(true);
      },
      dragleave: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        depth = Math.max(0, depth - 1);
        if (depth === 0) setOver(false);
      },
      dragover: (event: DragEvent) => {
        if (carriesFiles(event)) event.preventDefault();
      },
      drop: (event: DragEvent) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        depth = 0;
        setOver(false);
        latest.current(event.dataTransfer?.files ?? []);
        void navigate({ to: '/' });
      },
    };
    const stop = new AbortController();
    for (const [name, handle] of Object.entries(listen)) {
      window.addEventListener(name, handle as EventListener, { signal: stop.signal });
    }
    return () => stop.abort();
  }, [navigate]);

  if (!over) return null;
  return (
    <div className={classes.cover}>
      <div className={classes.frame}>
        <IconUpload size={36} stroke={1.5} aria-hidden />
        <p>{t('upload.dropNow')}</p>
      </div>
    </div>
  );
}
