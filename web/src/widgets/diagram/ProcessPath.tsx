/** Which process of a case is shown: back to what called it, or to any other that was come to. */
import { ArrowLeftOutlined } from '@ant-design/icons';
import { Button, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { innermost, processName, type Counts, type DiagramProcess } from '../../lib/diagramWhere';

interface Props {
  processes: DiagramProcess[];
  here: Counts;
  shown: DiagramProcess;
  open: (key: string) => void;
}

export function ProcessPath({ processes, here, shown, open }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  if (processes.length < 2) return null;
  const caller = processes.find(
    (one) => one !== shown && Object.values(one.calls).includes(shown.key),
  );
  const isHere = (one: DiagramProcess) => innermost(one, here).length > 0;
  const label = (one: DiagramProcess): string => {
    const name = processName(one, lang);
    const alike = processes.some((other) => other !== one && processName(other, lang) === name);
    const told = alike && one.version ? t('diagram.version', { name, version: one.version }) : name;
    return isHere(one) ? t('diagram.stands', { name: told }) : told;
  };
  return (
    <div className="diagram-path">
      {caller && shown !== processes[0] && (
        <Button size="small" icon={<ArrowLeftOutlined aria-hidden />} onClick={() => open(caller.key)}>
          {t('diagram.backTo', { name: processName(caller, lang) })}
        </Button>
      )}
      <Select
        size="small"
        className="diagram-process"
        aria-label={t('diagram.process')}
        value={shown.key}
        onChange={open}
        options={processes.map((one) => ({ value: one.key, label: label(one) }))}
        popupMatchSelectWidth={false}
      />
    </div>
  );
}
