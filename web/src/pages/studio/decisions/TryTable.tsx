/** Asks the table as it stands in the editor: inputs in, result and matching rules out. */
import { useMutation } from '@tanstack/react-query';
import { Alert, Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tryDecision } from '../../../api/decisions';
import { useLang } from '../../../i18n';
import { useProblemText } from '../../../widgets/States';
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
      return tryDecision(await read(), decision, contextOf(values));
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
          <code>{JSON.stringify(trial.data.output)}</code>
          <span>{lang === 'en' ? trial.data.en : trial.data.zh}</span>
          {trial.data.rule_ids.length > 0 && (
            <span className="quiet">
              {t('table.rules')}: {trial.data.rule_ids.join(', ')}
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
