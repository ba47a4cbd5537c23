/** The rules of a decision table of two versions in one table, what differs marked in its cells. */
import { useTranslation } from 'react-i18next';
import type { Cell, TableChange } from './tableDifference';

const MOST = 30; // rules: of a longer table only what differs

export function TableChanges({ tables }: { tables: TableChange[] }) {
  return tables.map((one) => <OneTable key={one.id} table={one} />);
}

function OneTable({ table }: { table: TableChange }) {
  const { t } = useTranslation();
  const shown = table.rows.length > MOST ? table.rows.filter((row) => row.kind !== 'same') : table.rows;
  return (
    <>
      {table.expressions.map((cell, place) => (
        <p key={place} className="compare-fact">
          <Both cell={cell} />
        </p>
      ))}
      {table.columns.length > 0 && (
        <table className="compare-table">
          <caption>
            <Both cell={table.name} />
            {table.policy.before !== table.policy.after && (
              <span>
                {' · '}
                {t('compare.policy')} <Both cell={table.policy} />
              </span>
            )}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t('compare.rule')}</th>
              {table.columns.map((cell, place) => (
                <th scope="col" key={place} className={place === table.inputs ? 'first-answer' : undefined}>
                  <Both cell={cell} />
                </th>
              ))}
              <th scope="col">{t('compare.note')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <tr key={row.id} className={`rule-${row.kind}`}>
                <th scope="row">
                  {table.rows.indexOf(row) + 1}
                  {row.kind !== 'same' && (
                    <span className={`change-kind ${row.kind}`}>{t(`compare.${row.kind}`)}</span>
                  )}
                </th>
                {row.cells.map((cell, place) => (
                  <td key={place} className={place === table.inputs ? 'first-answer' : undefined}>
                    <code>
                      <Both cell={cell} />
                    </code>
                  </td>
                ))}
                <td>
                  <Both cell={row.note} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

function Both({ cell: { before, after } }: { cell: Cell }) {
  if (before === after) return after;
  return (
    <>
      {before && <del>{before}</del>} {after && <ins>{after}</ins>}
    </>
  );
}
