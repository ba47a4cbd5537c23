/** The texts of a person's own page. */
import { addTexts } from '../../i18n';
import en from './en.json';
import zh from './zh.json';

addTexts(zh, en);
