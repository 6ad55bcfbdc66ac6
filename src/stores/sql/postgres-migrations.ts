/** What makes each version of the tables from the one before, as in sqlite-migrations.ts. Everything is in a schema of its own, `goldpan`. */
export const POSTGRES_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE projects (
    id bigint PRIMARY KEY, title text NOT NULL, description text NOT NULL, config text NOT NULL, extra text NOT NULL,
    created double precision NOT NULL, updated double precision NOT NULL
  );

  CREATE TABLE tasks (
    key bigint PRIMARY KEY, project bigint NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    id_number bigint NOT NULL, id_text text COLLATE "C" NOT NULL, created double precision, updated double precision,
    annotations bigint NOT NULL, skipped_annotations bigint NOT NULL, ground_truths bigint NOT NULL, predictions bigint NOT NULL,
    names text NOT NULL, origin text
  );
  CREATE UNIQUE INDEX tasks_by_id ON tasks (project, id_number, id_text);
  CREATE INDEX tasks_by_created ON tasks (project, created NULLS FIRST, key);
  CREATE INDEX tasks_by_updated ON tasks (project, updated NULLS FIRST, key);
  CREATE INDEX tasks_by_origin ON tasks (project, origin) WHERE origin IS NOT NULL;
  CREATE TABLE documents (
    task bigint PRIMARY KEY REFERENCES tasks (key) ON DELETE CASCADE, document bytea NOT NULL
  );

  CREATE TABLE annotations (
    task bigint NOT NULL REFERENCES tasks (key) ON DELETE CASCADE, position integer NOT NULL, project bigint NOT NULL, id bigint,
    was_cancelled smallint NOT NULL, ground_truth smallint NOT NULL, lead_time double precision, updated double precision,
    PRIMARY KEY (task, position)
  );
  CREATE INDEX annotations_by_id ON annotations (id) WHERE id IS NOT NULL;
  CREATE INDEX annotations_by_lead_time ON annotations (project, lead_time) WHERE lead_time IS NOT NULL;
  CREATE TABLE predictions (
    task bigint NOT NULL REFERENCES tasks (key) ON DELETE CASCADE, position integer NOT NULL, project bigint NOT NULL, id bigint,
    model text, score double precision, PRIMARY KEY (task, position)
  );
  CREATE INDEX predictions_by_id ON predictions (id) WHERE id IS NOT NULL;
  CREATE INDEX predictions_by_score ON predictions (project, score) WHERE score IS NOT NULL;

  CREATE TABLE names (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, project bigint NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    field text NOT NULL, value text COLLATE "C" NOT NULL, tasks bigint NOT NULL DEFAULT 0, annotated_tasks bigint NOT NULL DEFAULT 0,
    annotations bigint NOT NULL DEFAULT 0, skipped_annotations bigint NOT NULL DEFAULT 0, ground_truths bigint NOT NULL DEFAULT 0,
    predictions bigint NOT NULL DEFAULT 0
  );
  CREATE UNIQUE INDEX names_by_value ON names (project, field, md5(value));
  CREATE TABLE task_names (name bigint NOT NULL, task bigint NOT NULL, PRIMARY KEY (name, task));
  CREATE TABLE texts (
    task bigint PRIMARY KEY REFERENCES tasks (key) ON DELETE CASCADE, words text COLLATE "C" NOT NULL, lexemes tsvector
  );
  CREATE INDEX texts_by_lexeme ON texts USING gin (lexemes);
  CREATE INDEX texts_too_long ON texts (task) WHERE lexemes IS NULL;

  CREATE TABLE counters (kind text PRIMARY KEY, next bigint NOT NULL);
  INSERT INTO counters VALUES ('project', 1), ('task', 1), ('annotation', 1), ('prediction', 1);
  CREATE TABLE records (
    collection text NOT NULL, key text COLLATE "C" NOT NULL, value text NOT NULL, PRIMARY KEY (collection, key)
  );
  `,
]
