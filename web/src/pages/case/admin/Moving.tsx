/** Moving positions of a case to an element, and beginning an ended case again at one. */
import { Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administration } from '../../../api/administration';
import type { CaseDetail } from '../../../api/types';
import { useLang } from '../../../i18n';
import { elementNames, followingOf, isDrawn, placesIn } from '../../../lib/diagramXml';
import { OperationDialog } from '../../../widgets/OperationDialog';
import { ElementSelect } from './ElementSelect';
import { useDiagrams } from './useDiagrams';

const PickOnDiagram = lazy(() => import('../../../widgets/diagram/PickOnDiagram'));

/** A process may be written without a picture; then the list alone is chosen from. */

interface Props {
  found: CaseDetail;
  revives: boolean;
  /** Passing over where it is stuck: what follows is chosen beforehand. */
  skips?: boolean;
  onClose: () => void;
}

export function Moving({ found, revives, skips = false, onClose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const { xml, positions, loading } = useDiagrams(found.id);
  const [picked, setTo] = useState<string | null>(null);
  const [chosen, setChosen] = useState<number[] | null>(null);
  const tokens = chosen ?? (positions.length === 1 ? positions.map((one) => one.token) : []);
  const what = revives ? 'revive' : skips ? 'skip' : 'jump';
  const places = placesIn(xml, lang);
  const drawn = xml.find((one) => isDrawn(one));
  const only = positions.length === 1 ? positions[0] : undefined;
  const next = skips && only ? followingOf(xml, only.element_id) : '';
  const to = picked ?? (places.some((one) => one.id === next) ? next : '');
  const from = positions.map((one) => ({
    value: one.token,
    label: elementNames(xml, [one.element_id], lang)[0] ?? one.element_id,
  }));
  return (
    <OperationDialog
      wide
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
        elements={places}
        value={to}
        onChange={setTo}
      />
      {drawn && (
        <Suspense fallback={null}>
          <PickOnDiagram
            xml={drawn}
            current={positions.map((one) => one.element_id)}
            choosable={places.map((one) => one.id)}
            value={to}
            onPick={setTo}
            label={t('admin.pick')}
          />
        </Suspense>
      )}
    </OperationDialog>
  );
}
