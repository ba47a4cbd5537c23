/** What the person at this step may do with each field of the form. */
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLang } from '../../../../i18n';
import { children, setChildrenOf, subject, text } from '../facts';
import { ChoiceField } from '../fields';
import type { GroupProps } from '../Panel';
import { useNaming } from './scope';

const DEFAULT = 'guicheng:FieldRights';
const ONE = 'guicheng:FieldRight';
const ACCESS = ['edit', 'read', 'hide'];

export function FieldRights({ modeler, element }: GroupProps) {
  const { t } = useTranslation();
  const lang = useLang();
  const { scope } = useNaming();
  const about = subject(element);
  const form = text(about, 'guicheng:formId');
  const [rest] = children(about, DEFAULT);
  const usual = (rest && text(rest, 'default')) || 'read';
  const own = new Map(children(about, ONE).map((one) => [text(one, 'field'), text(one, 'access')]));
  const fields = scope?.forms[form] ?? [];
  const known = new Set(fields.map((one) => one.path));
  const strange = [...own.keys()].filter((path) => !known.has(path.split('.')[0] ?? path));
  const rows = [
    ...fields.filter((one) => one.type !== 'group').map((one) => ({ path: one.path, said: (lang === 'zh' ? one.zh : one.en) || one.zh || one.path })),
    ...strange.map((path) => ({ path, said: path })),
  ];
  const put = (rights: Map<string, string>, otherwise: string) =>
    setChildrenOf(modeler, element, {
      [DEFAULT]: otherwise === 'read' && !rest ? [] : [{ default: otherwise }],
      [ONE]: [...rights].map(([field, access]) => ({ field, access })),
    });
  const give = (path: string, access: string) => {
    const next = new Map(own);
    if (access === usual) next.delete(path);
    else next.set(path, access);
    put(next, usual);
  };
  if (!form) return null;
  const options = ACCESS.map((one) => ({ value: one, label: t(`panel.access_${one}`) }));
  return (
    <>
      <ChoiceField
        label={t('panel.otherFields')}
        hint={t('panel.otherFieldsHint')}
        value={usual}
        options={options}
        onChange={(access) => put(own, access || 'read')}
      />
      {rows.length > 0 && (
        <fieldset className="panel-list">
          <legend className="field-label">{t('panel.fieldRights')}</legend>
          <ul className="rights-list">
            {rows.map((one) => (
              <li key={one.path} className={own.has(one.path) ? 'is-own' : ''}>
                <span className="rights-name" title={one.path}>
                  {one.path.includes('.') && '› '}
                  {one.said}
                  {fields.length > 0 && strange.includes(one.path) && <em className="feel-wrong"> {t('panel.notInForm')}</em>}
                </span>
                <Segmented
                  size="small"
                  aria-label={one.said}
                  value={own.get(one.path) ?? usual}
                  options={options}
                  onChange={(access: string) => give(one.path, access)}
                />
              </li>
            ))}
          </ul>
        </fieldset>
      )}
    </>
  );
}
