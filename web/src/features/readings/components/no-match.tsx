import { Button } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '@/components/empty-state';

/** A search that finds nothing, and the way back. */
export function NoMatch({ title, onClear }: { title: string; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconSearchOff size={24} />}
      title={title}
      action={
        <Button variant="default" onClick={onClear}>
          {t('common.clearSearch')}
        </Button>
      }
    />
  );
}
