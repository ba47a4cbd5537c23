/** A diagram on which one element is picked with the pointer; a list beside it serves the keyboard. */
import { useTranslation } from 'react-i18next';
import { Drawn } from './Drawn';
import { marked } from './marks';

interface Props {
  xml: string;
  /** Where the case stands. */
  current: string[];
  choosable: string[];
  value: string;
  onPick: (id: string) => void;
  label: string;
}

export default function PickOnDiagram({ xml, current, choosable, value, onPick, label }: Props) {
  const { t } = useTranslation();
  return (
    <section className="diagram pick-diagram" aria-label={label}>
      <Drawn
        xml={xml}
        marks={marked(current, t('diagram.here'))}
        where={label}
        picking={{ ids: choosable, value, pick: onPick }}
      />
    </section>
  );
}
