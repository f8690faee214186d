alter table api_keys add column expires_millis bigint;
alter table api_keys add column used_millis bigint;
