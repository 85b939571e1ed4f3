import { IconMovie } from '@tabler/icons-react';
import { useState } from 'react';
import type { Job } from '@/lib/api/client';
import { posterUrl } from '@/lib/api/addresses';
import classes from './poster.module.css';

/** There is a poster from the first frame that was read; until then a sign in the same place. */
export function Poster({ job }: { job: Job }) {
  const [missing, setMissing] = useState(false);
  const ready = job.frames_read > 0;
  return (
    <div className={classes.poster} aria-hidden>
      {ready && !missing ? (
        <img src={posterUrl(job.id)} alt="" loading="lazy" onError={() => setMissing(true)} />
      ) : (
        <IconMovie size={22} stroke={1.5} />
      )}
    </div>
  );
}
