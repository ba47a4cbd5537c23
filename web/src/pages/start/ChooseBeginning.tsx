/** Asks whether to go on with a draft or to begin anew like an earlier request. */
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Moment } from '../../widgets/Moment';
import { Timed } from '../../widgets/Timed';
import type { Beginning } from './beginning';

export function ChooseBeginning({ at, choose }: { at: string; choose: (one: Beginning) => void }) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      title={
        <Timed sentence="start.bothBegun">
          <Moment at={at} />
        </Timed>
      }
      description={
        <span className="bar-actions">
          <Button type="primary" onClick={() => choose('draft')}>
            {t('start.goOn')}
          </Button>
          <Button onClick={() => choose('copy')}>{t('start.beginCopy')}</Button>
        </span>
      }
    />
  );
}
