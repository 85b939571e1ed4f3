import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './shortcuts-dialog.module.css';

export function ShortcutsDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const rows: [string[], string][] = [
    [[t('keys.space')], t('keys.play')],
    [['←', '→'], t('keys.step')],
    [['J', 'K'], t('keys.nextReading')],
    [[`${t('keys.shift')} ←`, `${t('keys.shift')} →`], t('keys.sighting')],
    [['/'], t('keys.search')],
    [['?'], t('keys.help')],
  ];
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('keys.title')}
      centered
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <dl className={classes.list}>
        {rows.map(([names, text]) => (
          <div key={text} className={classes.row}>
            <dt>
              {names.map((name) => (
                <Kbd key={name}>{name}</Kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
