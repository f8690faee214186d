create table recommend_secrets (
    name varchar(32) primary key,
    secret_hex varchar(128) not null
);
