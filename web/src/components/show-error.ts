import { notifications } from '@mantine/notifications';
import type { TFunction } from 'i18next';
import { errorText } from './error-text';

/** For what was asked for with a button and has no place of its own on the page. */
export function showError(t: TFunction, error: unknown) {
  const { title, advice, unexplained } = errorText(t, error);
  notifications.show({
    color: 'red',
    title,
    message: unexplained ? `${advice} ${t('errors.details', { text: unexplained })}` : advice,
    closeButtonProps: { 'aria-label': t('common.close') },
  });
}
