/** What can be done about a person's ways in: choose, say why, do it; a new password is shown once. */
import { CopyOutlined } from '@ant-design/icons';
import { useMutation } from '@tanstack/react-query';
import { Alert, App, Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { house, type Act, type PersonDoors } from '../../api/house';
import { Moment } from '../../widgets/Moment';
import { ProblemNote } from '../batches/ProblemNote';
import { Field } from './Fields';

interface Props {
  found: PersonDoors;
  again: () => Promise<void>;
}

export function HelpPart({ found, again }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [act, setAct] = useState<Act | null>(null);
  const [reason, setReason] = useState('');
  const help = useMutation({
    mutationFn: (asked: Act) => house.help(found.login, asked, reason.trim()),
    onSuccess: async (given) => {
      if (!given.password) void message.success(t('house.recorded'));
      setAct(null);
      setReason('');
      await again();
    },
  });
  if (found.acts.length === 0) return null;
  const choose = (one: Act): void => {
    help.reset();
    setAct(one === act ? null : one);
  };
  return (
    <section aria-label={t('house.door.help')}>
      <h3 className="field-label">{t('house.door.help')}</h3>
      <div className="door-acts">
        {found.acts.map((one) => (
          <Button key={one} type={one === act ? 'primary' : 'default'} onClick={() => choose(one)}>
            {t(`house.act.${one}`)}
          </Button>
        ))}
      </div>
      {act && (
        <form
          className="door-act"
          onSubmit={(event) => {
            event.preventDefault();
            help.mutate(act);
          }}
        >
          <p className="quiet">{t(`house.actHint.${act}`)}</p>
          <Field label={t('house.door.reason')}>
            <Input value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
          </Field>
          <ProblemNote error={help.error} />
          <Button htmlType="submit" type="primary" danger disabled={!reason.trim()} loading={help.isPending}>
            {t('house.door.doIt', { act: t(`house.act.${act}`) })}
          </Button>
        </form>
      )}
      {help.data?.password && <Given password={help.data.password} until={help.data.until} />}
    </section>
  );
}

function Given({ password, until }: { password: string; until: string | null }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(password);
    void message.success(t('house.door.copied'));
  };
  return (
    <Alert
      type="success"
      role="status"
      title={
        <span className="door-password">
          <code>{password}</code>
          <Button size="small" icon={<CopyOutlined aria-hidden />} onClick={() => void copy()}>
            {t('house.door.copy')}
          </Button>
        </span>
      }
      description={
        <>
          {t('house.door.onceHint')} {until && <Moment at={until} />}
        </>
      }
    />
  );
}
