create table privacy_personalisation_off (
    person varchar(256) primary key,
    since_millis bigint not null
);
