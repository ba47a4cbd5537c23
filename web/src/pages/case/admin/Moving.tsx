/** Moving positions of a case to an element, and beginning an ended case again at one. */
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administration } from '../../../api/administration';
import type { CaseDetail } from '../../../api/types';
import { useLang } from '../../../i18n';
import { elementNames, placesIn } from '../../../lib/diagramXml';
import { OperationDialog } from '../../../widgets/OperationDialog';
import { ElementSelect } from './ElementSelect';
import { useDiagrams } from './useDiagrams';

interface Props {
  found: CaseDetail;
  revives: boolean;
  onClose: () => void;
}

export function Moving({ found, revives, onClose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const { xml, positions, loading } = useDiagrams(found.id);
  const [to, setTo] = useState('');
  const [chosen, setChosen] = useState<number[] | null>(null);
  const tokens = chosen ?? (positions.length === 1 ? positions.map((one) => one.token) : []);
  const what = revives ? 'revive' : 'jump';
  const from = positions.map((one) => ({
    value: one.token,
    label: elementNames(xml, [one.element_id], lang)[0] ?? one.element_id,
  }));
  return (
    <OperationDialog
      title={t(`admin.${what}`)}
      hint={t(`admin.hint.${what}`)}
      ready={to !== '' && (revives || tokens.length > 0)}
      perform={(reason) =>
        revives
          ? administration.revive(found.id, to, reason)
          : administration.jump(found.id, tokens, to, reason)
      }
      onClose={onClose}
    >
      {!revives && (
        <Select
          mode="multiple"
          className="wide-field"
          aria-label={t('admin.from')}
          placeholder={t('admin.from')}
          loading={loading}
          value={tokens}
          onChange={setChosen}
          options={from}
        />
      )}
      <ElementSelect
        label={t('admin.to')}
        loading={loading}
        elements={placesIn(xml, lang)}
        value={to}
        onChange={setTo}
      />
    </OperationDialog>
  );
}
