/** The signed-in person with language, appearance, keys and log out. */
import {
  DesktopOutlined,
  GlobalOutlined,
  LogoutOutlined,
  MoonOutlined,
  QuestionCircleOutlined,
  SafetyOutlined,
  SettingOutlined,
  SunOutlined,
  SwapOutlined,
} from '@ant-design/icons';
import { App, Dropdown, type MenuProps } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { chooseLanguage, useLang } from '../i18n';
import { localName, type Lang } from '../lib/format';
import { useLogout, useUser } from '../session';
import { chooseTheme, themeChoice, type ThemeChoice } from '../theme';
import { useProblemText } from './States';

const SecurityDialog = lazy(() => import('./security/SecurityDialog'));

const SubstitutesDialog = lazy(() => import('./SubstitutesDialog'));

const THEME_ICONS = {
  system: <DesktopOutlined />,
  light: <SunOutlined />,
  dark: <MoonOutlined />,
};

export function UserMenu({ showKeys }: { showKeys: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const problemText = useProblemText();
  const lang = useLang();
  const user = useUser();
  const logout = useLogout();
  const navigate = useNavigate();
  const [theme, setTheme] = useState<ThemeChoice>(themeChoice);
  const [security, setSecurity] = useState(false);
  const [substitutes, setSubstitutes] = useState(false);

  const choose = (key: string): void => {
    const [what, value] = key.split(':');
    if (what === 'lang') chooseLanguage(value as Lang);
    if (what === 'theme') {
      chooseTheme(value as ThemeChoice);
      setTheme(value as ThemeChoice);
    }
    if (what === 'me') void navigate('/me');
    if (what === 'keys') showKeys();
    if (what === 'substitutes') setSubstitutes(true);
    if (what === 'security') setSecurity(true);
    if (what === 'logout') {
      logout().catch((error: unknown) => void message.error(problemText(error).title));
    }
  };

  const items: MenuProps['items'] = [
    {
      type: 'group',
      label: t('user.language'),
      children: [
        { key: 'lang:zh', label: '\u4e2d\u6587', icon: <GlobalOutlined /> },
        { key: 'lang:en', label: 'English', icon: <GlobalOutlined /> },
      ],
    },
    {
      type: 'group',
      label: t('user.theme'),
      children: (['system', 'light', 'dark'] as const).map((choice) => ({
        key: `theme:${choice}`,
        label: t(`user.${choice}`),
        icon: THEME_ICONS[choice],
      })),
    },
    { type: 'divider' },
    { key: 'me', label: t('user.settings'), icon: <SettingOutlined /> },
    { key: 'substitutes', label: t('substitute.title'), icon: <SwapOutlined /> },
    { key: 'security', label: t('security.title'), icon: <SafetyOutlined /> },
    { key: 'keys', label: t('user.keys'), icon: <QuestionCircleOutlined /> },
    { key: 'logout', label: t('user.logout'), icon: <LogoutOutlined /> },
  ];
  const name = localName(user.name, user.name_en, lang);

  return (
    <>
      <Dropdown
        trigger={['click']}
        placement="topRight"
        menu={{
          items,
          selectable: true,
          selectedKeys: [`lang:${lang}`, `theme:${theme}`],
          onClick: ({ key }) => choose(key),
        }}
      >
        <button type="button" className="user" title={t('user.menu')}>
          <span className="avatar" aria-hidden="true">
            {name.slice(0, 1).toUpperCase()}
          </span>
          <span className="user-text">
            <span className="user-name">{name}</span>
            <span className="user-place">{user.department_name}</span>
          </span>
        </button>
      </Dropdown>
      {substitutes && (
        <Suspense fallback={null}>
          <SubstitutesDialog close={() => setSubstitutes(false)} />
        </Suspense>
      )}
      {security && (
        <Suspense fallback={null}>
          <SecurityDialog close={() => setSecurity(false)} />
        </Suspense>
      )}
    </>
  );
}
