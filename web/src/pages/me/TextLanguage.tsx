/** In which language messages outside of the page are written. */
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';

interface Props {
  value: string;
  change: (language: string) => void;
}

export function TextLanguage({ value, change }: Props) {
  const { t } = useTranslation();
  return (
    <fieldset>
      <legend>{t('me.textLanguage')}</legend>
      <Segmented
        aria-label={t('me.textLanguage')}
        value={value}
        onChange={change}
        options={[
          { value: 'zh', label: '\u4e2d\u6587' },
          { value: 'en', label: 'English' },
        ]}
      />
    </fieldset>
  );
}
