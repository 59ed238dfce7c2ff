-- Lost points and what is done about them.

-- A leaf on which a unit got less than its maximum in a year's set. Derived again after each change of the result.
CREATE TABLE lost_point (
    id           INTEGER PRIMARY KEY,
    set_id       INTEGER NOT NULL REFERENCES criteria_set (id),
    unit_id      INTEGER NOT NULL REFERENCES unit (id),
    criterion_id INTEGER NOT NULL REFERENCES criterion (id),
    lost         INTEGER NOT NULL,                   -- Dec; 0: won back by a later correction, kept for its remedies
    max_points   INTEGER NOT NULL,                   -- Dec
    reason       TEXT NOT NULL,                      -- trace of the rule, or what the appraiser said
    peers        INTEGER NOT NULL,                   -- other units of the group that lost here too
    best         INTEGER NOT NULL,                   -- Dec: most points any unit of the group got
    years        INTEGER NOT NULL,                   -- consecutive years of the same loss, this one counted
    derived_at   TEXT NOT NULL,
    UNIQUE (set_id, unit_id, criterion_id)
) STRICT;
CREATE INDEX lost_point_unit ON lost_point (unit_id, set_id);
CREATE INDEX lost_point_criterion ON lost_point (criterion_id);

-- Classification of causes that the province keeps.
CREATE TABLE cause_class (
    code     TEXT PRIMARY KEY,
    title    TEXT NOT NULL,
    position INTEGER NOT NULL
) STRICT;
INSERT INTO cause_class (code, title, position) VALUES
    ('late', 'Thực hiện chậm so với thời hạn', 1),
    ('document', 'Thiếu văn bản, tài liệu kiểm chứng', 2),
    ('threshold', 'Kết quả dưới mức quy định', 3),
    ('not_done', 'Chưa thực hiện', 4),
    ('evidence', 'Tài liệu kiểm chứng chưa thuyết phục', 5),
    ('survey', 'Ý kiến khảo sát chưa cao', 6),
    ('data', 'Số liệu sai, thiếu hoặc chưa cập nhật', 7),
    ('other', 'Nguyên nhân khác', 8);

-- What shall be done. One remedy can serve several losses, a loss can have several remedies.
CREATE TABLE remedy (
    id         INTEGER PRIMARY KEY,
    unit_id    INTEGER NOT NULL REFERENCES unit (id),    -- whose loss it is
    year       INTEGER NOT NULL,                         -- in which it is to be done
    content    TEXT NOT NULL,                            -- what was lost, as the plan says it
    cause_code TEXT NOT NULL REFERENCES cause_class (code),
    cause      TEXT NOT NULL,                            -- told in words
    measure    TEXT NOT NULL,
    lead       TEXT NOT NULL,
    support    TEXT NOT NULL DEFAULT '',
    deadline   TEXT NOT NULL,                            -- as typed
    product    TEXT NOT NULL DEFAULT '',
    note       TEXT NOT NULL DEFAULT '',
    origin     TEXT NOT NULL DEFAULT 'index',            -- index, inspection, audit, petition, survey
    task_id    INTEGER,                                  -- of room plan; NULL: not handed out yet
    made_at    TEXT NOT NULL,
    made_by    TEXT NOT NULL,
    version    INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX remedy_unit ON remedy (unit_id, year);

CREATE TABLE remedy_loss (
    remedy_id     INTEGER NOT NULL REFERENCES remedy (id),
    lost_point_id INTEGER NOT NULL REFERENCES lost_point (id),
    PRIMARY KEY (remedy_id, lost_point_id)
) STRICT;
CREATE INDEX remedy_loss_point ON remedy_loss (lost_point_id);
