-- One-stop: late dossiers of a unit by the month of their end, for the map of causes and the lists behind the figures.
CREATE INDEX dossier_late ON dossier (unit_id, closed) WHERE by_766 = 3 OR by_date = 3;
CREATE INDEX petition_published ON petition (published_on) WHERE published_on IS NOT NULL;
