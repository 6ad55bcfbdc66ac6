/**
 * What makes each version of the tables from the one before, from nothing to the first. Released ones never change: a new version is a new entry,
 * and a database of the old one goes to test/fixtures/stores.
 */
export const SQLITE_MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE projects (
    id INTEGER PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, config TEXT NOT NULL, extra TEXT NOT NULL,
    created REAL NOT NULL, updated REAL NOT NULL
  );

  CREATE TABLE tasks (
    key INTEGER PRIMARY KEY, project INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    id_number INTEGER NOT NULL, id_text TEXT NOT NULL, created REAL, updated REAL,
    annotations INTEGER NOT NULL, skipped_annotations INTEGER NOT NULL, ground_truths INTEGER NOT NULL, predictions INTEGER NOT NULL,
    names TEXT NOT NULL, origin TEXT
  );
  CREATE UNIQUE INDEX tasks_by_id ON tasks (project, id_number, id_text);
  CREATE INDEX tasks_by_created ON tasks (project, created);
  CREATE INDEX tasks_by_updated ON tasks (project, updated);
  CREATE INDEX tasks_by_origin ON tasks (project, origin) WHERE origin IS NOT NULL;
  CREATE TABLE documents (
    task INTEGER PRIMARY KEY REFERENCES tasks (key) ON DELETE CASCADE, document BLOB NOT NULL
  );

  CREATE TABLE annotations (
    task INTEGER NOT NULL REFERENCES tasks (key) ON DELETE CASCADE, position INTEGER NOT NULL, project INTEGER NOT NULL, id INTEGER,
    was_cancelled INTEGER NOT NULL, ground_truth INTEGER NOT NULL, lead_time REAL, updated REAL, PRIMARY KEY (task, position)
  ) WITHOUT ROWID;
  CREATE INDEX annotations_by_id ON annotations (id) WHERE id IS NOT NULL;
  CREATE INDEX annotations_by_lead_time ON annotations (project, lead_time) WHERE lead_time IS NOT NULL;
  CREATE TABLE predictions (
    task INTEGER NOT NULL REFERENCES tasks (key) ON DELETE CASCADE, position INTEGER NOT NULL, project INTEGER NOT NULL, id INTEGER,
    model TEXT, score REAL, PRIMARY KEY (task, position)
  ) WITHOUT ROWID;
  CREATE INDEX predictions_by_id ON predictions (id) WHERE id IS NOT NULL;
  CREATE INDEX predictions_by_score ON predictions (project, score) WHERE score IS NOT NULL;

  CREATE TABLE names (
    id INTEGER PRIMARY KEY AUTOINCREMENT, project INTEGER NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
    field TEXT NOT NULL, value TEXT NOT NULL, tasks INTEGER NOT NULL DEFAULT 0, annotated_tasks INTEGER NOT NULL DEFAULT 0,
    annotations INTEGER NOT NULL DEFAULT 0, skipped_annotations INTEGER NOT NULL DEFAULT 0, ground_truths INTEGER NOT NULL DEFAULT 0,
    predictions INTEGER NOT NULL DEFAULT 0, UNIQUE (project, field, value)
  );
  CREATE TABLE task_names (name INTEGER NOT NULL, task INTEGER NOT NULL, PRIMARY KEY (name, task)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE texts USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

  CREATE TABLE counters (kind TEXT PRIMARY KEY, next INTEGER NOT NULL) WITHOUT ROWID;
  INSERT INTO counters VALUES ('project', 1), ('task', 1), ('annotation', 1), ('prediction', 1);
  CREATE TABLE records (
    collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (collection, key)
  ) WITHOUT ROWID;
  `,
]
