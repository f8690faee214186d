-- What judging a message again needs: how it came, how large it was, and how many were taken later after all.
alter table ingest_quarantine add column receipt varchar(16384) not null default '';
alter table ingest_quarantine add column bytes integer not null default 0;
alter table ingest_quarantine_counts add column replayed bigint not null default 0;
create index ingest_quarantine_reason on ingest_quarantine (reason, id);
