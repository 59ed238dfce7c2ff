-- :name intake_files :many
-- The newest 200; of one person, or of all.
-- :in all bool, person int
-- :out id int, name text, title text, size int, made_at moment, made_by_name text, accepted_as text, accepted_at moment
SELECT id, name, title, size, made_at, made_by_name, accepted_as, accepted_at
  FROM intake_file WHERE :all = 1 OR made_by = :person
 ORDER BY id DESC LIMIT 200

-- :name intake_file_get :one
-- :in id int
-- :out id int, name text, title text, bytes blob, made_at moment, made_by int, made_by_name text, accepted_as text, accepted_at moment, document_id int
SELECT id, name, title, bytes, made_at, made_by, made_by_name, accepted_as, accepted_at, coalesce(document_id, 0) FROM intake_file WHERE id = :id

-- :name intake_file_add :one
-- :in name text, title text, size int, bytes blob, at moment, person int, who text
-- :out id int
INSERT INTO intake_file (name, title, size, bytes, made_at, made_by, made_by_name)
VALUES (:name, :title, :size, :bytes, :at, :person, :who)
RETURNING id

-- :name intake_file_accepted :exec
-- document 0: it did not get into the register
-- :in id int, as text, at moment, document int
UPDATE intake_file SET accepted_as = :as, accepted_at = :at, document_id = nullif(:document, 0) WHERE id = :id

-- :name intake_file_remove :exec
-- :in id int
DELETE FROM intake_file WHERE id = :id

-- :name accept_cited :many
-- Documents of the register by number and symbol, the newest first.
-- :in number text, symbol text
-- :out id int, issued_on date
SELECT id, issued_on FROM document WHERE number = :number AND symbol = :symbol ORDER BY issued_on DESC, id DESC LIMIT 20
