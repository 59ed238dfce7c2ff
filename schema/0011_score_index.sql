-- All figures of a year at once: scoring a set reads them in this order.
CREATE INDEX fact_period ON fact (period, unit_id, code);
-- Whether a criterion has children is asked for every criterion of a set.
CREATE INDEX criterion_parent ON criterion (parent_id);
