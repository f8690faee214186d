create table ingest_quarantine (
    id integer primary key,
    fingerprint varchar(64) not null unique,
    received_millis bigint not null,
    reason varchar(32) not null,
    source varchar(256) not null,
    person varchar(256) not null,
    anonymous varchar(256) not null,
    text varchar(65536) not null
);
create index ingest_quarantine_person on ingest_quarantine (person);
create table ingest_quarantine_counts (
    reason varchar(32) primary key,
    events bigint not null,
    last_millis bigint not null
);
