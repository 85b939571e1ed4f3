import type { ReactNode } from 'react';
import classes from './page.module.css';

/** A page that scrolls as a whole: title, something beside it, content. */
export function Page({
  title,
  aside,
  children,
}: {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={classes.scroll}>
      <div className={classes.page}>
        <header className={classes.header}>
          <h1 className={classes.title}>{title}</h1>
          {aside}
        </header>
        {children}
      </div>
    </div>
  );
}

export function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={classes.card}>
      {title && <h2 className={classes.cardTitle}>{title}</h2>}
      {children}
    </section>
  );
}
