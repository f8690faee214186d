create table workspaces (
    name varchar(64) primary key,
    created_millis bigint not null
);
create table api_keys (
    id varchar(16) primary key,
    workspace varchar(64) not null references workspaces (name),
    scope varchar(16) not null,
    secret_hash varchar(64) not null,
    created_millis bigint not null,
    revoked_millis bigint
);
create table sessions (
    token_hash varchar(64) primary key,
    form_token varchar(64) not null,
    created_millis bigint not null,
    used_millis bigint not null
);
