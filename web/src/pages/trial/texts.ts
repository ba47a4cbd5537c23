/** The texts of this room, added when it is loaded. */
import { addTexts } from '../../i18n';
import en from './en.json';
import zh from './zh.json';

addTexts(zh, en);
