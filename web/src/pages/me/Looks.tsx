/** Language and appearance of the page in this browser. */
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, useLang } from '../../i18n';
import type { Lang } from '../../lib/format';
import { chooseTheme, themeChoice, type ThemeChoice } from '../../theme';

const LANGUAGES: { value: Lang; label: string }[] = [
  { value: 'zh', label: '\u4e2d\u6587' },
  { value: 'en', label: 'English' },
];
const THEMES: ThemeChoice[] = ['system', 'light', 'dark'];

export function Looks() {
  const { t } = useTranslation();
  const [theme, setTheme] = useState(themeChoice);
  const choose = (choice: ThemeChoice): void => {
    chooseTheme(choice);
    setTheme(choice);
  };
  return (
    <div className="me-looks">
      <span>{t('user.language')}</span>
      <Segmented
        aria-label={t('user.language')}
        value={useLang()}
        options={LANGUAGES}
        onChange={chooseLanguage}
      />
      <span>{t('user.theme')}</span>
      <Segmented
        aria-label={t('user.theme')}
        value={theme}
        options={THEMES.map((one) => ({ value: one, label: t(`user.${one}`) }))}
        onChange={choose}
      />
    </div>
  );
}
