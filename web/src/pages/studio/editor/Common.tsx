/** What every element may have: its names and its id. */
import { useTranslation } from 'react-i18next';
import { change, subject, text } from './facts';
import { TextField } from './fields';
import type { GroupProps } from './Panel';

export function Common({ modeler, element, fresh }: GroupProps & { fresh: boolean }) {
  const { t } = useTranslation();
  const of = subject(element);
  const isNote = of.$type === 'bpmn:TextAnnotation';
  const called = isNote ? 'text' : 'name';
  const set = (name: string) => (value: string) => change(modeler, element, { [name]: value });
  return (
    <section className="panel-names">
      <TextField
        label={t(isNote ? 'panel.note' : 'editor.name')}
        rows={isNote ? 2 : 0}
        autoFocus={fresh}
        value={text(of, called)}
        onChange={set(called)}
      />
      <TextField
        label={t('editor.nameEn')}
        value={text(of, 'guicheng:nameEn')}
        onChange={set('guicheng:nameEn')}
      />
      <p className="panel-id">
        {t('editor.id')} <code>{of.id}</code>
      </p>
    </section>
  );
}
