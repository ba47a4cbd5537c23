/** The texts of the panel, loaded with it. */
import { addTexts } from '../../../../i18n';
import en from './en.json';
import zh from './zh.json';

addTexts(zh, en);
