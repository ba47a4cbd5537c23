/** The texts of the replay of a case. */
import { addTexts } from '../../i18n';
import en from './en.json';
import zh from './zh.json';

addTexts(zh, en);
