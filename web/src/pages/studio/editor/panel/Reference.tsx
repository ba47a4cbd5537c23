/** Chooses, names anew or renames the message, signal, error or escalation of an event. */
import { Button, Input, Space } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { put, text } from '../facts';
import { ChoiceField, TextField } from '../fields';
import type { GroupProps } from '../Panel';
import type { Moddle } from '../types';
import { define, existing, KINDS } from './definitions';

export function Reference({ modeler, element, user }: GroupProps & { user: Moddle }) {
  const { t } = useTranslation();
  const kind = KINDS[user.$type];
  if (!kind) return null;
  const word = kind.type.replace('bpmn:', '');
  const all = existing(user, kind.type);
  const now = user.get(kind.reference) as Moddle | undefined;
  const choose = (id: string) =>
    put(modeler, element, user, { [kind.reference]: all.find((one) => one.id === id) });
  return (
    <>
      <ChoiceField
        label={t(`panel.define_${word}`)}
        value={now?.id ?? ''}
        free={t('editor.choose')}
        options={all.map((one) => ({ value: one.id ?? '', label: text(one, 'name') || (one.id ?? '') }))}
        onChange={choose}
      />
      {now &&
        kind.parts.map((part) => (
          <TextField
            key={`${now.id}-${part}`}
            label={t(`panel.part_${part}`)}
            hint={part === 'name' ? t('panel.renameHint') : t('panel.codeHint')}
            value={text(now, part)}
            onChange={(words) => put(modeler, element, now, { [part]: words })}
          />
        ))}
      <NewOne label={t(`panel.new_${word}`)} make={(name) => define(modeler, element, user, name)} />
    </>
  );
}

function NewOne({ label, make }: { label: string; make: (name: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const [name, setName] = useState('');
  const add = () => {
    if (name.trim()) make(name.trim());
    setName('');
  };
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      <Space.Compact block>
        <Input id={id} value={name} onChange={(event) => setName(event.target.value)} onPressEnter={add} />
        <Button disabled={!name.trim()} onClick={add}>
          {t('panel.make')}
        </Button>
      </Space.Compact>
    </div>
  );
}
