/** The texts that only the catalogue and the start forms need. */
import { addTexts } from '../../i18n';
import en from './en.json';
import zh from './zh.json';

addTexts(zh, en);
