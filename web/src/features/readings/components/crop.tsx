import { IconPhotoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './crop.module.css';

/** The part of the picture that was read. Its place is kept, whether there is a picture or not. */
export function Crop({ src, text }: { src: string | null; text: string }) {
  const { t } = useTranslation();
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <div className={classes.crop}>
      {src && broken !== src ? (
        <img
          src={src}
          alt={t('readings.cropOf', { text })}
          loading="lazy"
          decoding="async"
          onError={() => setBroken(src)}
        />
      ) : (
        <IconPhotoOff size={20} stroke={1.5} role="img" aria-label={t('readings.noPicture')} />
      )}
    </div>
  );
}
