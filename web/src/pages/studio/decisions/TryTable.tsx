/** Asks the table as it stands in the editor: inputs in, result and matching rules out. */
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tryDecision } from '../../../api/decisions';
import type { Json } from '../../../api/types';
import { useLang } from '../../../i18n';
import { useProblemText } from '../../../widgets/States';
import { answersOf, rulesOf } from './answers';
import { contextOf, inputsOf, valueOf, type TableInput } from './inputs';

interface Props {
  text: string;
  decision: string;
  read: () => Promise<string>;
}

export function TryTable({ text, decision, read }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const problemText = useProblemText();
  const inputs = useMemo(() => inputsOf(text, decision), [text, decision]);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const trial = useMutation({
    mutationFn: async () => {
      const values = inputs.map(
        (one) => [one.name, valueOf(one.type, typed[one.name] ?? '')] as [string, ReturnType<typeof valueOf>],
      );
      const asked = await read();
      return { asked, ...(await tryDecision(asked, decision, contextOf(values))) };
    },
  });
  return (
    <section className="card" aria-label={t('table.try')}>
      <h2 className="card-title">{t('table.try')}</h2>
      <p className="quiet">{t('table.tryHint')}</p>
      <form
        className="decision-side"
        onSubmit={(event) => {
          event.preventDefault();
          trial.mutate();
        }}
      >
        {inputs.map((one) => (
          <label className="field" key={one.name}>
            <span className="field-label">{one.label}</span>
            <Field
              input={one}
              value={typed[one.name] ?? ''}
              change={(value) => setTyped((now) => ({ ...now, [one.name]: value }))}
            />
          </label>
        ))}
        <Button htmlType="submit" loading={trial.isPending}>
          {t('table.ask')}
        </Button>
      </form>
      {trial.isError && (
        <Alert type="error" showIcon title={problemText(trial.error).title} role="alert" />
      )}
      {trial.data && (
        <div className="decision-answer" role="status">
          <strong>{t('table.answer')}</strong>
          <dl className="decision-outputs">
            {answersOf(trial.data.asked, decision, trial.data.output as Json).map((one) => (
              <div key={one.label}>
                <dt>{one.label}</dt>
                <dd>{one.value}</dd>
              </div>
            ))}
          </dl>
          <span className="quiet">{lang === 'en' ? trial.data.en : trial.data.zh}</span>
          {trial.data.rule_ids.length > 0 && (
            <span>
              {t('table.rules')}: {rulesOf(trial.data.asked, decision, trial.data.rule_ids).join('; ')}
            </span>
          )}
        </div>
      )}
    </section>
  );
}

interface FieldProps {
  input: TableInput;
  value: string;
  change: (value: string) => void;
}

function Field({ input, value, change }: FieldProps) {
  const { t } = useTranslation();
  if (input.type === 'boolean') {
    return (
      <Select
        aria-label={input.label}
        value={value}
        onChange={change}
        options={[
          { value: '', label: '—' },
          { value: 'true', label: t('common.yes') },
          { value: 'false', label: t('common.no') },
        ]}
      />
    );
  }
  return (
    <Input
      value={value}
      inputMode={input.type === 'number' ? 'decimal' : 'text'}
      onChange={(event) => change(event.target.value)}
    />
  );
}
