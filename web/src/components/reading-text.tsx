import type { ReactNode } from 'react';
import { visible } from '@/lib/safe-text';
import classes from './reading-text.module.css';

/** A text that was read: a node of its own direction, in a face that tells 0 from O. */
export function ReadingText(props: {
  text: string;
  size?: 'sm' | 'md' | 'lg';
  /** The text in pieces, where some of them are marked. */
  children?: ReactNode;
}) {
  const { text, size = 'md', children } = props;
  return (
    <bdi className={classes.text} data-size={size} dir="auto">
      {children ?? visible(text)}
    </bdi>
  );
}
