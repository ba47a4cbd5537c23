/** One open work item of a trial, as the inbox would show it, with who is asked and why. */
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../i18n';
import { localName } from '../../lib/format';
import type { TrialItem } from './api';

interface Props {
  item: TrialItem;
  chosen: boolean;
  choose: () => void;
}

export function ItemRow({ item, chosen, choose }: Props) {
  const { t } = useTranslation();
  const lang = useLang();
  const names = item.people.map((one) => localName(one.name, one.name_en, lang)).join('、');
  return (
    <li className={`row ${item.overdue ? 'is-late' : ''}`}>
      <div className="row-main">
        <button type="button" className="trial-item" aria-pressed={chosen} onClick={choose}>
          {localName(item.name, item.name_en, lang)}
        </button>
        <p className="row-text">{names ? t('trial.asked', { names }) : t('trial.nobody')}</p>
        <span className="row-meta">
          <span>{lang === 'zh' ? item.reason_zh : item.reason_en}</span>
          {item.due_at && (
            <span>{t('trial.due', { at: dayjs(item.due_at).format('MM-DD HH:mm') })}</span>
          )}
          {item.overdue && <span className="chip">{t('trial.overdue')}</span>}
        </span>
      </div>
    </li>
  );
}
