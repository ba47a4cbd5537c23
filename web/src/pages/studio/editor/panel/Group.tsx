/** A part of the panel under a question that an owner asks; it stays open or folded as left. */
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** Folded at first: what most steps need not say. */
const folded = new Map(
  ['fields', 'results', 'decide', 'time', 'ways', 'repeat', 'draw', 'keeping'].map((one) => [one, true]),
);

interface Props {
  name: string;
  /** What is set, in a word, shown while it is folded. */
  said?: ReactNode;
  children: ReactNode;
}

export function Group({ name, said, children }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(!folded.get(name));
  return (
    <details
      className="panel-group"
      open={open}
      onToggle={(event) => {
        setOpen(event.currentTarget.open);
        folded.set(name, !event.currentTarget.open);
      }}
    >
      <summary>
        <h3>{t(`panel.group_${name}`)}</h3>
        {!open && said && <span className="panel-said">{said}</span>}
      </summary>
      {open && <div className="panel-fields">{children}</div>}
    </details>
  );
}
