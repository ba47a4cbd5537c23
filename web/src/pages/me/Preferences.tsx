/** How this person is told outside of the page: ways, occasions, quiet hours, one digest a day. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Input } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { desk, type Preferences as Chosen } from '../../api/desk';
import { ErrorState, ListLoading, useProblemText } from '../../widgets/States';
import { TextLanguage } from './TextLanguage';

const KEY = ['preferences'];

/** The link of a confirmation mail leads here. */
function useConfirmation(): void {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [params, setParams] = useSearchParams();
  const token = params.get('confirm');
  const { mutate } = useMutation({
    mutationFn: desk.confirmAddress,
    onSuccess: (kept) => {
      client.setQueryData(KEY, kept);
      void message.success(t('me.confirmed'));
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
  useEffect(() => {
    if (!token) return;
    setParams({}, { replace: true });
    mutate(token);
  }, [token, mutate, setParams]);
}

export function Preferences() {
  useConfirmation();
  const found = useQuery({ queryKey: KEY, queryFn: desk.preferences, staleTime: 0 });
  if (found.isPending) return <ListLoading rows={2} />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  return <Choosing key={found.dataUpdatedAt} found={found.data} />;
}

function toggled(items: string[], item: string): string[] {
  return items.includes(item) ? items.filter((one) => one !== item) : [...items, item];
}

function useKeep() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ channels: _, kinds: __, unconfirmed: ___, language, ...chosen }: Chosen) =>
      desk.prefer({ ...chosen, language: language === 'en' ? 'en' : 'zh' }),
    onSuccess: (kept) => {
      client.setQueryData(KEY, kept);
      void message.success(t('me.kept'));
    },
    onError: (error: unknown) => void message.error(problemText(error).title, 6),
  });
}

function Choosing({ found }: { found: Chosen }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(found);
  const keep = useKeep();
  const change = (changed: Partial<Chosen>): void => setChosen({ ...chosen, ...changed });
  return (
    <form
      className="me-told"
      onSubmit={(event) => {
        event.preventDefault();
        keep.mutate(chosen);
      }}
    >
      <Ways chosen={chosen} change={change} />
      <fieldset>
        <legend>{t('me.occasions')}</legend>
        <span className="me-kinds">
          {chosen.kinds.map((kind) => (
            <Checkbox
              key={kind}
              checked={!chosen.muted.includes(kind)}
              onChange={() => change({ muted: toggled(chosen.muted, kind) })}
            >
              {t(`me.kind.${kind}`)}
            </Checkbox>
          ))}
        </span>
      </fieldset>
      <Hours chosen={chosen} change={change} />
      <TextLanguage value={chosen.language} change={(language) => change({ language })} />
      <Button type="primary" htmlType="submit" loading={keep.isPending}>
        {t('me.keep')}
      </Button>
    </form>
  );
}

interface Part {
  chosen: Chosen;
  change: (changed: Partial<Chosen>) => void;
}

function Ways({ chosen, change }: Part) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('me.ways')}</legend>
      {chosen.channels.length === 0 && <p className="quiet">{t('me.noWays')}</p>}
      {chosen.channels.map((way) => (
        <span key={way.name} className="me-line">
          <Checkbox
            checked={!chosen.off.includes(way.name)}
            onChange={() => change({ off: toggled(chosen.off, way.name) })}
          >
            {way.name}
          </Checkbox>
          {way.needs_address && (
            <Input
              aria-label={t('me.address', { name: way.name })}
              placeholder={t('me.address', { name: way.name })}
              maxLength={200}
              value={chosen.addresses[way.name] ?? chosen.unconfirmed[way.name] ?? ''}
              onChange={(event) =>
                change({ addresses: { ...chosen.addresses, [way.name]: event.target.value } })
              }
            />
          )}
          {chosen.unconfirmed[way.name] && (
            <span className="quiet">
              {t('me.unconfirmed', { address: chosen.unconfirmed[way.name] })}
            </span>
          )}
        </span>
      ))}
    </fieldset>
  );
}

const FIELDS = ['quiet_from', 'quiet_until', 'digest'] as const;

function Hours({ chosen, change }: Part) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('me.hours')}</legend>
      <p className="quiet">{t('me.hoursHint')}</p>
      <span className="me-hours">
        {FIELDS.map((field) => (
          <label key={field} className="field">
            <span className="field-label">{t(`me.${field}`)}</span>
            <Input
              type="time"
              value={chosen[field]}
              onChange={(event) => change({ [field]: event.target.value })}
            />
          </label>
        ))}
      </span>
    </fieldset>
  );
}
