package io.zhiyin.app.gorse;

import io.zhiyin.app.platform.Workspace;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.SqlStatement;

/**
 * Feedback by its key, in the state database. What lies ahead of now is kept and not shown before its time.
 *
 * <p>Cost: a write is one transaction, however much it brings; a reading by key, user or item follows an index.
 */
final class FeedbackStore {
    private static final String COLUMNS = "type, person, item, at_millis, updated_millis, strength, remark";
    private static final String OF_KEY = " type = :type and person = :person and item = :item";

    private static final String END =
            "update gorse_feedback set is_deleted = 1, life = life + 1, strength = 0, remark = '',"
                    + " at_millis = 0, updated_millis = 0 where is_deleted = 0";

    private final Workspace workspace;

    FeedbackStore(Workspace workspace) {
        this.workspace = workspace;
    }

    /** What becomes of feedback that is there already; what was deleted is never kept. */
    enum Known {
        OVERWRITTEN("where 1 = 1", ":at", ":value", ":comment"),
        /** Its value grows; its time and its comment stay. */
        ADDED_TO(
                "where 1 = 1",
                kept("at_millis", ":at"),
                kept("strength", ":value", "+ :value"),
                kept("remark", ":comment")),
        KEPT("where gorse_feedback.is_deleted = 1", ":at", ":value", ":comment");

        private final String insert;

        Known(String where, String at, String strength, String remark) {
            this.insert = "insert into gorse_feedback (" + COLUMNS + ")"
                    + " values (:type, :person, :item, :at, :now, :value, :comment)"
                    + " on conflict (type, person, item) do update set at_millis = " + at
                    + ", updated_millis = :now, strength = " + strength + ", remark = " + remark
                    + ", is_deleted = 0 " + where;
        }

        private static String kept(String column, String fresh) {
            return kept(column, fresh, "");
        }

        private static String kept(String column, String fresh, String more) {
            return "case when gorse_feedback.is_deleted = 1 then " + fresh + " else gorse_feedback." + column + " "
                    + more + " end";
        }
    }

    /** Which feedback is meant; an empty text stands for any. */
    record Asked(String type, String user, String item) {}

    /** How often each key was deleted. */
    List<Integer> lives(List<Feedback.Key> keys) {
        return workspace.state().read(db -> {
            List<Integer> lives = new ArrayList<>(keys.size());
            for (Feedback.Key key : keys) {
                lives.add(bind(db.createQuery("select life from gorse_feedback where" + OF_KEY), key)
                        .mapTo(Integer.class)
                        .findOne()
                        .orElse(0));
            }
            return lives;
        });
    }

    /** Writes feedback and the people who gave it. {@code known} has an entry for each. */
    void put(List<Feedback> feedback, List<Known> known) {
        long now = workspace.clock().millis();
        workspace.state().write(db -> {
            for (int i = 0; i < feedback.size(); i++) {
                Feedback one = feedback.get(i);
                Users.add(db, one.key().user());
                bind(db.createUpdate(known.get(i).insert), one.key())
                        .bind("at", one.atMillis())
                        .bind("now", now)
                        .bind("value", one.value())
                        .bind("comment", one.comment())
                        .execute();
            }
            return feedback.size();
        });
    }

    /** Everything that is meant and seen by now, in order of type, user and item. */
    List<Feedback> all(Asked asked) {
        return until(asked, workspace.clock().millis());
    }

    /** Everything that is meant, whatever lies ahead too. */
    List<Feedback> allEver(Asked asked) {
        return until(asked, Long.MAX_VALUE);
    }

    private List<Feedback> until(Asked asked, long millis) {
        return workspace
                .state()
                .read(db -> bind(db.createQuery(select(asked) + " order by type, person, item"), asked)
                        .bind("now", millis)
                        .map((row, _) -> feedback(row))
                        .list());
    }

    /** Those behind a key, of one type or of any, in order of type, user and item. */
    List<Feedback> after(Feedback.Key last, String type, int limit) {
        Asked asked = new Asked(type, "", "");
        String behind = " and (type, person, item) > (:lastType, :lastPerson, :lastItem)";
        return workspace
                .state()
                .read(db -> bind(
                                db.createQuery(select(asked) + behind + " order by type, person, item limit :limit"),
                                asked)
                        .bind("now", workspace.clock().millis())
                        .bind("lastType", last.type())
                        .bind("lastPerson", last.user())
                        .bind("lastItem", last.item())
                        .bind("limit", limit)
                        .map((row, _) -> feedback(row))
                        .list());
    }

    /** The items that a user has given feedback about. */
    Set<String> itemsOf(String user) {
        List<String> items = workspace
                .state()
                .read(db -> db.createQuery("select distinct item from gorse_feedback"
                                + " where person = :person and is_deleted = 0 and at_millis <= :now")
                        .bind("person", user)
                        .bind("now", workspace.clock().millis())
                        .mapTo(String.class)
                        .list());
        return Set.copyOf(items);
    }

    /** Ends these keys' lives; nothing but the keys is left of them. */
    void delete(List<Feedback> feedback) {
        workspace.state().write(db -> {
            for (Feedback one : feedback) {
                bind(db.createUpdate(END + " and" + OF_KEY), one.key()).execute();
            }
            return feedback.size();
        });
    }

    /** Ends the lives of all feedback about an item. */
    void deleteAbout(String item) {
        workspace
                .state()
                .write(db -> db.createUpdate(END + " and item = :item")
                        .bind("item", item)
                        .execute());
    }

    void erase(String user) {
        workspace
                .state()
                .write(db -> db.createUpdate("delete from gorse_feedback where person = :person")
                        .bind("person", user)
                        .execute());
    }

    private static String select(Asked asked) {
        StringBuilder sql = new StringBuilder("select " + COLUMNS + " from gorse_feedback where is_deleted = 0");
        sql.append(" and at_millis <= :now");
        sql.append(asked.type().isEmpty() ? "" : " and type = :type");
        sql.append(asked.user().isEmpty() ? "" : " and person = :person");
        sql.append(asked.item().isEmpty() ? "" : " and item = :item");
        return sql.toString();
    }

    private static <T extends SqlStatement<T>> T bind(T statement, Asked asked) {
        if (!asked.type().isEmpty()) {
            statement.bind("type", asked.type());
        }
        if (!asked.user().isEmpty()) {
            statement.bind("person", asked.user());
        }
        if (!asked.item().isEmpty()) {
            statement.bind("item", asked.item());
        }
        return statement;
    }

    private static <T extends SqlStatement<T>> T bind(T statement, Feedback.Key key) {
        return statement.bind("type", key.type()).bind("person", key.user()).bind("item", key.item());
    }

    private static Feedback feedback(ResultSet row) throws SQLException {
        return new Feedback(
                new Feedback.Key(row.getString("type"), row.getString("person"), row.getString("item")),
                row.getLong("at_millis"),
                row.getDouble("strength"),
                row.getString("remark"),
                row.getLong("updated_millis"));
    }
}
