-- All figures of a year at once: scoring a set reads them in this order.
CREATE INDEX fact_period ON fact (period, unit_id, code);
