import { type AliasedRawBuilder, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Schema } from './schema.ts';
import type { Database, StorageContext } from './storage-context.ts';

/*
 * Rows and lists as one value of a statement. So a statement has the same text for one row and for a thousand: it stays
 * prepared, and neither Kysely nor the database has to read thousands of placeholders.
 */

type Kind = Pick<StorageContext, 'kind'>;

/** The type that a column's value has in the database. */
type ColumnType = 'text' | 'bigint';

/** The columns of given rows, each with its type. */
export type GivenColumns<Row> = { readonly [Column in keyof Row]-?: ColumnType };

/** Rows as a table of this name. */
export function givenRows<Row extends object, const Name extends string>(
  { kind }: Kind,
  name: Name,
  columns: GivenColumns<Row>,
  rows: readonly Row[],
): AliasedRawBuilder<Row, Name> {
  const json = JSON.stringify(rows);
  const each = (write: (column: string, type: ColumnType) => RawBuilder<unknown>) =>
    sql.join(Object.entries<ColumnType>(columns).map(([column, type]) => write(column, type)));
  const table =
    kind === 'postgres'
      ? sql<Row>`(select * from json_to_recordset(${json}::json) as given(${each((column, type) => sql`${sql.ref(column)} ${sql.raw(type)}`)}))`
      : sql<Row>`(select ${each((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`)} from json_each(${json}))`;
  return table.as(name);
}

/** Inserts given rows. What follows, such as what to do on a conflict, is said of the query that it returns. */
export function insertGiven<Table extends keyof Schema & string, Row extends Partial<Schema[Table]>>(
  context: Kind,
  db: Database,
  table: Table,
  columns: GivenColumns<Row>,
  rows: readonly Row[],
) {
  const given = givenRows<Row, 'given'>(context, 'given', columns, rows);
  return (
    db
      .insertInto(table)
      .columns(Object.keys(columns) as never)
      // Without a condition SQLite takes the `on` of a conflict for that of a join.
      .expression(sql`select * from ${given} where true` as never)
  );
}

/** The condition that a column is one of these texts. */
export function isOneOf({ kind }: Kind, column: string, values: readonly string[]): RawBuilder<SqlBool> {
  return kind === 'postgres'
    ? sql<SqlBool>`${sql.ref(column)} = any(${[...values]}::text[])`
    : sql<SqlBool>`${sql.ref(column)} in (select value from json_each(${JSON.stringify(values)}))`;
}
