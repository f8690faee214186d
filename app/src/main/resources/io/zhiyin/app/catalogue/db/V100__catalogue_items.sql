create table catalogue_items (
    id varchar(256) primary key,
    changed_millis bigint not null,
    body text not null
);
