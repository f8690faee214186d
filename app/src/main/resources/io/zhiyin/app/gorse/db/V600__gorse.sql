-- People and feedback as clients of Gorse told them, to be read back by their keys. What was deleted stays as a key without
-- content: the count of its lives keeps the same feedback, told again, from being taken for a repeated request.
create table gorse_users (
    id varchar(256) primary key,
    body text not null
);
create table gorse_feedback (
    type varchar(256) not null,
    person varchar(256) not null,
    item varchar(256) not null,
    at_millis bigint not null,
    updated_millis bigint not null,
    strength double precision not null,
    remark text not null,
    life integer not null default 0,
    is_deleted integer not null default 0,
    primary key (type, person, item)
);
create index gorse_feedback_person on gorse_feedback (person, type, item);
create index gorse_feedback_item on gorse_feedback (item, type, person);
