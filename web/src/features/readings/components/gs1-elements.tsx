import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { ReadingText } from '@/components/reading-text';
import { elementName, faultOf, unitOf, type Element } from '../gs1';
import classes from './gs1-elements.module.css';

function Row({ element }: { element: Element }) {
  const { t } = useTranslation();
  const fault = faultOf(element);
  const unit = unitOf(element);
  const name = elementName(element);
  return (
    <div className={classes.row}>
      <dt>
        {name === 'other' ? (
          t('gs1.identifier', { identifier: element.identifier })
        ) : (
          <>
            {t(`gs1.names.${name}`)}{' '}
            {element.identifier && (
              <span className={classes.identifier}>({element.identifier})</span>
            )}
          </>
        )}
      </dt>
      <dd>
        <span>
          <ReadingText text={element.value} size="sm" />
          {unit && ` ${unit}`}
        </span>
        {fault && (
          <span className={classes.fault}>
            <IconAlertTriangle size={14} aria-hidden /> {t(`gs1.faults.${fault}`)}
          </span>
        )}
      </dd>
    </div>
  );
}

/** What a GS1 code says, in plain words, in the code's own order. */
export function Gs1Elements({ elements }: { elements: Element[] }) {
  if (elements.length === 0) return null;
  return (
    <dl className={classes.list}>
      {elements.map((element, index) => (
        <Row key={index} element={element} />
      ))}
    </dl>
  );
}
