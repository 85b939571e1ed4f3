import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
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
  const { t } = useTranslation();
  useDocumentTitle(t('nav.documentTitle', { page: title }));
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
