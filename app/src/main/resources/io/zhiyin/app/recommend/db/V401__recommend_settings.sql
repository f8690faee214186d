create table recommend_settings (
    name varchar(32) primary key,
    body text not null
);
