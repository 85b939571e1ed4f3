import { visible } from '@/lib/safe-text';
import classes from './reading-text.module.css';

/** A text that was read: a node of its own direction, in a face that tells 0 from O. */
export function ReadingText({ text, size = 'md' }: { text: string; size?: 'sm' | 'md' | 'lg' }) {
  return (
    <bdi className={classes.text} data-size={size} dir="auto">
      {visible(text)}
    </bdi>
  );
}
