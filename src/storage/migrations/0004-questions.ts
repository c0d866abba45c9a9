import type { ColumnDefinitionBuilder, Kysely } from 'kysely';

const required = (column: ColumnDefinitionBuilder) => column.notNull();

/** Questions without an answer: how often on each day, and, where the operator wants it, what was typed. */
export async function up({ schema }: Kysely<never>): Promise<void> {
  await schema
    .createTable('question_counts')
    .addColumn('team', 'text', required)
    .addColumn('day', 'text', required)
    .addColumn('why', 'text', required)
    .addColumn('entry', 'text', required)
    .addColumn('wanted', 'text', required)
    .addColumn('count', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addPrimaryKeyConstraint('question_counts_key', ['team', 'day', 'why', 'entry', 'wanted'])
    .execute();
  await schema.createIndex('question_counts_age').on('question_counts').column('last_at').execute();
  await schema
    .createTable('question_texts')
    .addColumn('team', 'text', required)
    .addColumn('why', 'text', required)
    .addColumn('entry', 'text', required)
    .addColumn('text', 'text', required)
    .addColumn('count', 'bigint', required)
    .addColumn('last_at', 'bigint', required)
    .addPrimaryKeyConstraint('question_texts_key', ['team', 'why', 'entry', 'text'])
    .execute();
  await schema.createIndex('question_texts_age').on('question_texts').columns(['team', 'last_at']).execute();
}
