/** The two languages of the page: Chinese first, English on request, kept in this browser. */
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Lang } from '../lib/format';
import en from './en.json';
import zh from './zh.json';

const KEY = 'guicheng.language';

function startLanguage(): Lang {
  return localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
}

function applyLanguage(language: string): void {
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  dayjs.locale(language === 'en' ? 'en' : 'zh-cn');
}

void i18next.use(initReactI18next).init({
  lng: startLanguage(),
  fallbackLng: 'zh',
  resources: { zh: { translation: zh }, en: { translation: en } },
  interpolation: { escapeValue: false },
  returnNull: false,
});
applyLanguage(i18next.language);
i18next.on('languageChanged', applyLanguage);

/** The texts of a room that is loaded when it is opened; its modules import this for effect. */
export function addTexts(inChinese: object, inEnglish: object): void {
  i18next.addResourceBundle('zh', 'translation', inChinese, true, true);
  i18next.addResourceBundle('en', 'translation', inEnglish, true, true);
}

export function chooseLanguage(lang: Lang): void {
  localStorage.setItem(KEY, lang);
  void i18next.changeLanguage(lang);
}

export function useLang(): Lang {
  return useTranslation().i18n.language === 'en' ? 'en' : 'zh';
}
