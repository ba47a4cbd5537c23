/** Colours, type and shape of the page, for light and dark. */
import { theme as antdTheme, type ThemeConfig } from 'antd';
import { useMemo, useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Shade = 'light' | 'dark';

const KEY = 'guicheng.theme';
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');
const lessMotion = window.matchMedia('(prefers-reduced-motion: reduce)');
const listeners = new Set<() => void>();

export function themeChoice(): ThemeChoice {
  const kept = localStorage.getItem(KEY);
  return kept === 'light' || kept === 'dark' ? kept : 'system';
}

function shade(): Shade {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return systemDark.matches ? 'dark' : 'light';
}

function announce(): void {
  document.documentElement.dataset.theme = shade();
  listeners.forEach((listener) => listener());
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  announce();
}

systemDark.addEventListener('change', announce);
announce();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useShade(): Shade {
  return useSyncExternalStore(subscribe, shade);
}

const FONT =
  "'PingFang SC', 'Hiragino Sans GB', 'Microsoft YaHei UI', 'Microsoft YaHei', 'Noto Sans CJK SC', " +
  "'Source Han Sans SC', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif";

const shape = {
  fontFamily: FONT,
  fontSize: 15,
  borderRadius: 8,
  controlHeight: 38,
  controlHeightLG: 46,
  wireframe: false,
} as const;

const light: ThemeConfig = {
  token: {
    ...shape,
    colorPrimary: '#1f5f57',
    colorInfo: '#1f5f57',
    colorLink: '#1f5f57',
    colorError: '#b3261e',
    colorErrorText: '#a3221b',
    colorWarning: '#9a5b00',
    colorWarningText: '#855000',
    colorSuccess: '#2d6a3e',
    colorBgLayout: '#f6f4ee',
    colorBorder: '#cdc8bb',
    colorBorderSecondary: '#e6e2d8',
    colorText: '#1f2522',
    colorTextSecondary: '#545b56',
    colorTextTertiary: '#646b66',
    colorTextDescription: '#5a615c',
    colorTextPlaceholder: '#6b716c',
    colorPrimaryBg: '#e3efec',
    colorSuccessBg: '#e4f1e6',
    colorSuccessBorder: '#b9dbc0',
    colorInfoBg: '#e8edf1',
    colorInfoBorder: '#c3d0da',
    colorWarningBg: '#f8eeda',
    colorWarningBorder: '#e3cb98',
    colorErrorBg: '#fbeae7',
    colorErrorBorder: '#ebc0b9',
    controlItemBgActive: '#e3efec',
    controlItemBgActiveHover: '#d6e7e3',
  },
};

const dark: ThemeConfig = {
  algorithm: antdTheme.darkAlgorithm,
  token: {
    ...shape,
    colorPrimary: '#6cc3b2',
    colorInfo: '#6cc3b2',
    colorLink: '#6cc3b2',
    colorError: '#f08a80',
    colorErrorText: '#f5a097',
    colorWarning: '#e0b060',
    colorWarningText: '#e9c07c',
    colorSuccess: '#7cc491',
    colorBgBase: '#131615',
    colorBgLayout: '#131615',
    colorBgContainer: '#1b1f1e',
    colorBgElevated: '#232827',
    colorBorder: '#454d4a',
    colorBorderSecondary: '#2f3634',
    colorText: '#e8ebe7',
    colorTextSecondary: '#b3bab5',
    colorTextTertiary: '#a3aaa5',
    colorTextDescription: '#abb2ad',
    colorTextPlaceholder: '#98a09b',
    colorPrimaryBg: '#1e3a35',
    colorSuccessBg: '#1e3626',
    colorSuccessBorder: '#345a40',
    colorInfoBg: '#26303a',
    colorInfoBorder: '#3b4a58',
    colorWarningBg: '#3b2f18',
    colorWarningBorder: '#5e4d2b',
    colorErrorBg: '#43231e',
    colorErrorBorder: '#6e3a32',
    controlItemBgActive: '#1e3a35',
    controlItemBgActiveHover: '#244740',
    colorTextLightSolid: '#0b1412',
  },
};

const calmButtons = { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' };

const themes: Record<Shade, ThemeConfig> = {
  light: { ...light, components: { Button: calmButtons } },
  dark: { ...dark, components: { Button: calmButtons } },
};

function subscribeToMotion(listener: () => void): () => void {
  lessMotion.addEventListener('change', listener);
  return () => lessMotion.removeEventListener('change', listener);
}

/** The theme of Ant Design; nothing in it moves for whoever asked for less motion. */
export function useThemeConfig(): ThemeConfig {
  const theme = themes[useShade()];
  const still = useSyncExternalStore(subscribeToMotion, () => lessMotion.matches);
  return useMemo(
    () => (still ? { ...theme, token: { ...theme.token, motion: false } } : theme),
    [theme, still],
  );
}
