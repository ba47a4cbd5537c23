/** The working calendar of a year: holidays, make-up days, own days; and who is absent. */
import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Select } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { api } from '../../api/calls';
import { house, type CalendarDay } from '../../api/house';
import { useUser } from '../../session';
import { ErrorState, ListLoading } from '../../widgets/States';
import '../../styles/operate.css';
import '../../styles/house.css';
import { Absences } from './Absences';
import { DayDialog } from './DayDialog';
import { Month } from './Month';
import './texts';

/** Only what is worth offering; the server decides. */
const KEEPERS = ['administrator', 'chief-process-designer'];
const MONTHS = Array.from({ length: 12 }, (_, month) => month);

export default function CalendarPage() {
  const { t } = useTranslation();
  const roles = useUser().roles;
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<string | null>(null);
  const year = Number(search.get('year')) || new Date().getFullYear();
  const department = search.get('department') ?? '';
  const go = (to: number, of: string): void =>
    setSearch({ year: String(to), ...(of && { department: of }) }, { replace: true });
  const found = useQuery({
    queryKey: ['calendar', year, department],
    queryFn: () => house.calendar(year, department),
    placeholderData: (before) => before,
  });
  useEffect(() => {
    document.title = `${t('house.calendar')} · ${t('app.name')}`;
  }, [t]);
  const special = new Map<string, CalendarDay>(found.data?.days.map((one) => [one.day, one]));
  const edits = roles.some((role) => KEEPERS.includes(role));
  return (
    <div className="page wide">
      <div className="room-head">
        <h1 className="page-title">{t('house.calendar')}</h1>
        <div className="year-choice">
          <Button
            icon={<LeftOutlined aria-hidden />}
            aria-label={t('house.yearBefore')}
            onClick={() => go(year - 1, department)}
          />
          <strong aria-live="polite">{year}</strong>
          <Button
            icon={<RightOutlined aria-hidden />}
            aria-label={t('house.yearAfter')}
            onClick={() => go(year + 1, department)}
          />
          <Departments value={department} change={(of) => go(year, of)} />
        </div>
      </div>
      {found.isPending && <ListLoading />}
      {found.isLoadingError && <ErrorState error={found.error} retry={found.refetch} />}
      {found.data && (
        <>
          {!found.data.confirmed && (
            <Alert type="warning" showIcon title={t('house.unconfirmed', { year })} />
          )}
          <ul className="day-legend">
            {(['off', 'makeup', 'own', 'weekend'] as const).map((kind) => (
              <li key={kind}>
                <span className={`day-mark ${kind}`} aria-hidden="true" />
                {t(`house.legend.${kind}`)}
              </li>
            ))}
            <li>{t('house.hours', { hours: found.data.hours.join('、') })}</li>
          </ul>
          <div className="months">
            {MONTHS.map((month) => (
              <Month
                key={month}
                year={year}
                month={month}
                special={special}
                choose={edits ? setChosen : null}
              />
            ))}
          </div>
        </>
      )}
      <Absences />
      {chosen && (
        <DayDialog
          day={chosen}
          now={special.get(chosen) ?? null}
          department={department}
          close={() => setChosen(null)}
        />
      )}
    </div>
  );
}

function Departments({ value, change }: { value: string; change: (of: string) => void }) {
  const { t } = useTranslation();
  const people = useQuery({ queryKey: ['people'], queryFn: api.people });
  const named = new Map(
    (people.data?.items ?? []).map((one) => [one.department, one.department_name]),
  );
  return (
    <Select
      className="filter-process"
      aria-label={t('house.department')}
      value={value}
      onChange={change}
      options={[
        { value: '', label: t('house.company') },
        ...[...named].filter(([id]) => id).map(([id, name]) => ({ value: id, label: name || id })),
      ]}
      popupMatchSelectWidth={false}
    />
  );
}
