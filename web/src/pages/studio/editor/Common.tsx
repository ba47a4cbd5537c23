/** What every element may have: names, what it is about, the clauses that it carries out. */
import { useTranslation } from 'react-i18next';
import { change, document, documentation, subject, text } from './facts';
import { SeveralField, TextField } from './fields';
import type { GroupProps } from './Panel';

export function Common({ modeler, element, choices }: GroupProps) {
  const { t } = useTranslation();
  const of = subject(element);
  const clauses = text(of, 'guicheng:clauses').split(/\s+/).filter(Boolean);
  const isFlow = of.$type === 'bpmn:SequenceFlow';
  const set = (name: string) => (value: string) => change(modeler, element, { [name]: value });
  return (
    <section className="panel-group">
      <TextField label={t('editor.name')} value={text(of, 'name')} onChange={set('name')} />
      <TextField
        label={t('editor.nameEn')}
        value={text(of, 'guicheng:nameEn')}
        onChange={set('guicheng:nameEn')}
      />
      <p className="panel-id">
        {t('editor.id')} <code>{of.id}</code>
      </p>
      {!isFlow && (
        <TextField
          rows={2}
          label={t('editor.documentation')}
          hint={t('editor.documentationHint')}
          value={documentation(of)}
          onChange={(words) => document(modeler, element, words)}
        />
      )}
      <SeveralField
        label={t('editor.clauses')}
        free={t('editor.clausesHint')}
        value={clauses}
        options={choices.clauses.map((one) => ({ value: one.id, label: `${one.id} ${one.zh}` }))}
        onChange={(chosen) => change(modeler, element, { 'guicheng:clauses': chosen.join(' ') })}
      />
    </section>
  );
}
