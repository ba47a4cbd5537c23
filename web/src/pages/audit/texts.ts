/** The texts of the auditor's desk, of comparisons and of registers. */
import { addTexts } from '../../i18n';
import en from './en.json';
import zh from './zh.json';

addTexts(zh, en);
