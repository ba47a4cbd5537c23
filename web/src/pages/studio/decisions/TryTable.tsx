/** Asks the table as it stands in the editor: inputs in, result and matching rules out. */
import { useMutation } from '@tanstack/react-query';
import { Alert, AutoComplete, Button, Input, Select } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tryDecision } from '../../../api/decisions';
import type { Json } from '../../../api/types';
import { useLang } from '../../../i18n';
import { periodText } from '../../../lib/format';
import { useProblemText } from '../../../widgets/States';
import { answersOf, rulesOf, type Called } from './answers';
import { contextOf, inputsOf, valueOf, type TableInput } from './inputs';
import { useCalled } from './useCalled';

interface Props {
  of: string;
  text: string;
  decision: string;
  read: () => Promise<string>;
}

export function TryTable({ of, text, decision, read }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const called = useCalled(of);
  const said: Called = (code) => periodText(called(code), lang);
  const problemText = useProblemText();
  const inputs = useMemo(() => inputsOf(text, decision), [text, decision]);
  const [typed, setTyped] = useState<Record<string, string>>({});
  const trial = useMutation({
    mutationFn: async () => {
      const values = inputs.map(
        (one) =>
          [one.name, valueOf(one.type, codeOf(one, typed[one.name] ?? '', called))] as [string, ReturnType<typeof valueOf>],
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
              called={called}
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
            {answersOf(trial.data.asked, decision, trial.data.output as Json, said).map((one) => (
              <div key={one.label}>
                <dt>{one.label}</dt>
                <dd>{one.value}</dd>
              </div>
            ))}
          </dl>
          {trial.data.rule_ids.length === 0 ? (
            <span className="quiet">{lang === 'en' ? trial.data.en : trial.data.zh}</span>
          ) : (
            <span>
              {t('table.rules', {
                rules: rulesOf(trial.data.asked, decision, trial.data.rule_ids).join(lang === 'zh' ? '；' : '; '),
              })}
            </span>
          )}
        </div>
      )}
    </section>
  );
}

/** What was typed or chosen by name as the code that the table knows it by. */
function codeOf(input: TableInput, typed: string, called: Called): string {
  return input.codes.find((code) => called(code) === typed.trim()) ?? typed;
}

interface FieldProps {
  input: TableInput;
  called: Called;
  value: string;
  change: (value: string) => void;
}

function Field({ input, called, value, change }: FieldProps) {
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
  if (input.codes.length > 0) {
    return (
      <AutoComplete
        aria-label={input.label}
        value={value}
        onChange={change}
        options={input.codes.map((code) => ({ value: called(code) }))}
        showSearch={{ filterOption: (text, one) => Boolean(one?.value.includes(text)) }}
        allowClear
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
