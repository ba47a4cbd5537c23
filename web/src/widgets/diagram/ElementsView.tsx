/** The diagram of a process with some of its elements highlighted. */
import { Drawn } from './Drawn';
import { marked } from './marks';

interface Props {
  xml: string;
  elements: string[];
  /** What the badge at each of them says. */
  badge: string;
  label: string;
}

export function ElementsView({ xml, elements, badge, label }: Props) {
  return (
    <section className="diagram" aria-label={label}>
      <Drawn tall xml={xml} marks={marked(elements, badge)} />
    </section>
  );
}
