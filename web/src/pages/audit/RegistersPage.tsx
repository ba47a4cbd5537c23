/** The registers that I may read: lines with search, the file, and the step that wrote each. */
import { DownloadOutlined } from '@ant-design/icons';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { auditing, registerUrl, type Register, type RegisterLine } from '../../api/audit';
import type { Json } from '../../api/types';
import { useLang } from '../../i18n';
import { formatValue, localName } from '../../lib/format';
import { untagged } from '../../lib/tagged';
import { Moment } from '../../widgets/Moment';
import { SearchField } from '../../widgets/SearchField';
import { ErrorState, ListLoading, PageLoading, StateMessage } from '../../widgets/States';
import { useAddress } from './address';
import './texts';
import './audit.css';

export default function RegistersPage() {
  const { t } = useTranslation();
  const lang = useLang();
  const { read, change } = useAddress();
  const registers = useQuery({ queryKey: ['registers'], queryFn: auditing.registers });
  useEffect(() => {
    document.title = `${t('registers.title')} · ${t('app.name')}`;
  }, [t]);
  if (registers.isPending) return <PageLoading />;
  if (registers.isLoadingError) {
    return <ErrorState error={registers.error} retry={registers.refetch} />;
  }
  const items = [...registers.data.items].sort((one, other) => other.lines - one.lines);
  const chosen = items.find((one) => one.name === read('register')) ?? items[0];
  const text = read('text');
  if (!chosen) return <StateMessage title={t('registers.none')} hint={t('registers.noneHint')} />;
  return (
    <div className="page wide audit">
      <h1 className="page-title">{t('registers.title')}</h1>
      <div className="filters">
        <Select
          className="register-choice"
          showSearch={{ optionFilterProp: 'label' }}
          aria-label={t('registers.choose')}
          value={chosen.name}
          onChange={(value) => change('register', value)}
          options={items.map((one) => ({
            value: one.name,
            label: `${localName(one.zh, one.en, lang)} (${one.lines})`,
          }))}
          popupMatchSelectWidth={false}
        />
        <SearchField value={text} label={t('registers.text')} onSearch={(one) => change('text', one)} />
        {(['xlsx', 'csv'] as const).map((format) => (
          <Button
            key={format}
            icon={<DownloadOutlined aria-hidden />}
            href={registerUrl(chosen.name, text, format)}
            download
          >
            {format.toUpperCase()}
          </Button>
        ))}
      </div>
      <Lines key={chosen.name} register={chosen} text={text} />
    </div>
  );
}

function Lines({ register, text }: { register: Register; text: string }) {
  const { t } = useTranslation();
  const lang = useLang();
  const found = useInfiniteQuery({
    queryKey: ['register', register.name, text],
    queryFn: ({ pageParam }) => auditing.lines(register.name, { text, after: pageParam, limit: 50 }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });
  if (found.isPending) return <ListLoading />;
  if (found.isLoadingError) return <ErrorState error={found.error} retry={found.refetch} />;
  const lines = found.data.pages.flatMap((page) => page.items);
  const people = Object.assign({}, ...found.data.pages.map((page) => page.people)) as Names;
  if (lines.length === 0) {
    return <StateMessage title={t('registers.empty')} hint={t('registers.emptyHint')} />;
  }
  const columns = register.columns.length
    ? register.columns
    : [...new Set(lines.flatMap((line) => Object.keys(line.data)))].map((name) => ({
        name,
        zh: name,
        en: name,
        kind: 'text' as const,
      }));
  return (
    <>
      <div className="register" role="region" aria-label={localName(register.zh, register.en, lang)} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('registers.key')}</th>
              {columns.map((column) => (
                <th key={column.name} scope="col">
                  {localName(column.zh, column.en, lang)}
                </th>
              ))}
              <th scope="col">{t('registers.written')}</th>
              <th scope="col">{t('registers.keep')}</th>
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => (
              <LineRow key={line.key} line={line} columns={columns} people={people} />
            ))}
          </tbody>
        </table>
      </div>
      {found.hasNextPage && (
        <div className="more">
          <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>
            {t('common.more')}
          </Button>
        </div>
      )}
    </>
  );
}

type Names = Record<string, string>;

interface Row {
  line: RegisterLine;
  columns: Register['columns'];
  people: Names;
}

/** People by their names, everything else as it is. */
function called(value: Json | undefined, people: Names): Json | undefined {
  if (Array.isArray(value)) return value.map((one) => called(one, people) ?? null);
  return typeof value === 'string' ? (people[value] ?? value) : value;
}

function LineRow({ line, columns, people }: Row) {
  const { t } = useTranslation();
  const at = line.element_id ? `?at=${encodeURIComponent(line.element_id)}` : '';
  return (
    <tr>
      <th scope="row">{line.key}</th>
      {columns.map(({ name, kind }) => {
        const value = untagged(line.data[name]);
        const shown = kind === 'person' ? called(value, people) : value;
        return <td key={name}>{formatValue(shown, t('common.yes'), t('common.no'))}</td>;
      })}
      <td>
        <Link to={`/audit/cases/${line.case}/replay${at}`}>
          <Moment at={line.written_at} />
        </Link>
      </td>
      <td>{line.keep_until ?? t('registers.forGood')}</td>
    </tr>
  );
}
