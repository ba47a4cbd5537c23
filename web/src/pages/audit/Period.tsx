/** From which day until which; kept in the address. */
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import type { Address } from './address';

export function Period({ address }: { address: Address }) {
  const { t } = useTranslation();
  return (
    <>
      {(['since', 'until'] as const).map((name) => (
        <DatePicker
          key={name}
          aria-label={t(`audit.${name}`)}
          placeholder={t(`audit.${name}`)}
          value={address.read(name) ? dayjs(address.read(name)) : null}
          onChange={(day) => address.change(name, day ? day.format('YYYY-MM-DD') : '')}
        />
      ))}
    </>
  );
}
