/** Moving positions of a case to an element, and beginning an ended case again at one. */
import { Select } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { administration } from '../../../api/administration';
import type { CaseDetail, DiagramData } from '../../../api/types';
import { useLang } from '../../../i18n';
import { inProcess, processName, type DiagramProcess } from '../../../lib/diagramWhere';
import { elementNames, followingOf, isDrawn, placesIn } from '../../../lib/diagramXml';
import type { Lang } from '../../../lib/format';
import { OperationDialog } from '../../../widgets/OperationDialog';
import { ElementSelect } from './ElementSelect';
import { elementsOf, placeOf } from './elements';
import { useDiagrams } from './useDiagrams';

const PickOnDiagram = lazy(() => import('../../../widgets/diagram/PickOnDiagram'));

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
  const { processes, positions, loading } = useDiagrams(found.id);
  const [picked, setTo] = useState<string | null>(null);
  const [chosen, setChosen] = useState<number[] | null>(null);
  const tokens = chosen ?? (positions.length === 1 ? positions.map((one) => one.token) : []);
  const what = revives ? 'revive' : skips ? 'skip' : 'jump';
  const places = elementsOf(processes, placesIn, lang);
  const only = positions.length === 1 ? positions[0] : undefined;
  const inside = processes.find((one) => one.key === only?.process) ?? processes[0];
  const next = skips && only && inside ? followingOf(inside.xml, only.element_id) : '';
  const first = next && inside ? placeOf(inside.key, next) : '';
  const to = picked ?? (places.some((one) => one.id === first) ? first : '');
  const moved = positions.find((one) => tokens.includes(one.token)) ?? only;
  const key = to ? to.slice(0, to.lastIndexOf('/')) : moved?.process;
  const drawn = processes.find((one) => one.key === key) ?? processes[0];
  const from = positions.map((one) => ({ value: one.token, label: labelOf(one, processes, lang) }));
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
      {drawn && isDrawn(drawn.xml) && (
        <Suspense fallback={null}>
          <PickOnDiagram
            xml={drawn.xml}
            current={positions.flatMap((one) => (one.process === drawn.key ? one.element_id : []))}
            choosable={placesIn(drawn.xml, lang).map((one) => one.id)}
            value={to.slice(to.lastIndexOf('/') + 1)}
            onPick={(id) => setTo(placeOf(drawn.key, id))}
            label={t('admin.pick')}
          />
        </Suspense>
      )}
    </OperationDialog>
  );
}

type Position = DiagramData['positions'][number];

function labelOf(at: Position, processes: DiagramProcess[], lang: Lang): string {
  const process = processes.find((one) => one.key === at.process);
  const name = (process && elementNames([process.xml], [at.element_id], lang)[0]) ?? at.element_id;
  const called = process !== undefined && process !== processes[0];
  return called ? inProcess(name, processName(process, lang), lang) : name;
}
