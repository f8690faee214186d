package io.zhiyin.app.ingest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Columns;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Event.Flag;
import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Money;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that say who did what with which item, to events. An event's id is SHA-256 of workspace, kind, person, item, given
 * time or {@code untimed}, and how often the file said the same before (INGEST §2.7): the same file twice changes nothing.
 */
final class Interactions {
    static final List<String> POSITIONS = List.of("person", "item", "weight", "time");
    static final String KIND_DEFAULT = "view";

    static final Map<String, List<String>> ALIASES = new LinkedHashMap<>();

    static {
        ALIASES.put(
                "person",
                List.of(
                        "user_id",
                        "user",
                        "person_id",
                        "uid",
                        "member_id",
                        "learner_id",
                        "student_id",
                        "visitor_id",
                        "用户",
                        "用户ID",
                        "学员",
                        "学员ID",
                        "会员ID"));
        ALIASES.put(
                "item",
                List.of(
                        "item_id",
                        "course_id",
                        "course",
                        "product_id",
                        "sku",
                        "video_id",
                        "movie_id",
                        "iid",
                        "课程",
                        "课程ID",
                        "商品",
                        "商品ID",
                        "作品ID"));
        ALIASES.put("kind", List.of("event", "event_type", "action", "behavior", "behaviour", "行为", "行为类型", "事件"));
        ALIASES.put(
                "time",
                List.of(
                        "timestamp",
                        "ts",
                        "at",
                        "datetime",
                        "date",
                        "created_at",
                        "paid_at",
                        "event_time",
                        "时间",
                        "发生时间",
                        "购买时间",
                        "支付时间",
                        "下单时间"));
        ALIASES.put("weight", List.of("rating", "score", "评分", "权重"));
        ALIASES.put("amount", List.of("paid", "price", "revenue", "金额", "实付金额", "支付金额", "价格"));
        ALIASES.put("quantity", List.of("qty", "数量"));
        ALIASES.put("order", List.of("order_id", "transaction_id", "订单号", "订单编号"));
        ALIASES.put("channel", List.of("platform", "平台", "渠道", "来源"));
        ALIASES.put("seconds", List.of("watch_seconds", "观看秒数"));
        ALIASES.put("fraction", List.of("progress", "completion", "进度", "完成度"));
    }

    /** What holds for a whole file. */
    record File(EventRules.House house, String source, String kind, long importMillis) {}

    private final File file;
    private final Occurrences occurrences = new Occurrences();
    private final MessageDigest sha256 = MessageId.sha256();

    Interactions(File file) {
        this.file = file;
        kind(file.kind());
    }

    /** An event of two ids. */
    Event pair(String person, String item) {
        Action action = Actions.ofName(
                file.kind(), new Properties(properties(item), file.house().currency()));
        return event(new Said(person, item, "", action, ""), null);
    }

    /** An event of a row; a problem if it is none. */
    Event row(Columns columns, Table.Row row) {
        String said = columns.cell(row, "kind");
        ObjectNode properties = properties(columns.cell(row, "item"));
        put(properties, "amount", columns.cell(row, "amount"));
        put(properties, "quantity", columns.cell(row, "quantity"));
        put(properties, "order_id", columns.cell(row, "order"));
        number(properties, "seconds", columns.cell(row, "seconds"));
        number(properties, "fraction", columns.cell(row, "fraction"));
        number(properties, "weight", columns.cell(row, "weight"));
        columns.unmatched()
                .forEach((at, name) -> put(properties, name, row.cells().get(at).strip()));
        Action action = action(said.isEmpty() ? file.kind() : said, properties);
        properties.remove("id");
        return event(
                new Said(
                        columns.cell(row, "person"),
                        columns.cell(row, "item"),
                        columns.cell(row, "time"),
                        action,
                        columns.cell(row, "channel")),
                properties.isEmpty() ? null : details(properties));
    }

    /** What a row says, without what is kept beside. */
    private record Said(String person, String item, String time, Action action, String channel) {}

    private Action action(String name, ObjectNode properties) {
        kind(name);
        try {
            return Actions.ofName(name, new Properties(properties, file.house().currency()));
        } catch (Properties.Illegal e) {
            throw Problem.of(400, "row_value_illegal", e.reason().code());
        }
    }

    private Event event(Said said, @org.jspecify.annotations.Nullable ObjectNode details) {
        requireId("person", said.person());
        requireId("item", said.item());
        List<Flag> flags = new ArrayList<>(List.of(Flag.IMPORTED));
        long at = at(said.time(), flags);
        String time = said.time().isEmpty() ? "untimed" : Long.toString(atGiven(said.time()));
        return new Event(
                id(said, time),
                said.person(),
                "",
                at,
                file.importMillis(),
                file.source(),
                EventRules.channelName(said.channel()),
                flags,
                said.action(),
                details);
    }

    private long at(String time, List<Flag> flags) {
        if (time.isEmpty()) {
            flags.add(Flag.UNTIMED);
            return file.importMillis();
        }
        long at = atGiven(time);
        if (at > file.importMillis() + EventTime.AHEAD_MS) {
            flags.add(Flag.FUTURE);
            return file.importMillis();
        }
        if (at < EventTime.ANCIENT_MILLIS) {
            flags.add(Flag.ANCIENT);
        }
        return at;
    }

    private long atGiven(String time) {
        return Moments.read(time, file.house().zone())
                .orElseThrow(() -> Problem.of(400, "time_unreadable", time))
                .toEpochMilli();
    }

    private String id(Said said, String time) {
        String kind = said.action().kind();
        update(file.house().workspace());
        update(kind);
        update(said.person());
        update(said.item());
        update(time);
        byte[] base = sha256.digest();
        int occurrence = occurrences.next(ByteBuffer.wrap(base).getLong());
        sha256.update(base);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(occurrence).flip());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256.digest());
    }

    private void update(String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha256.update(bytes);
    }

    private static void kind(String name) {
        boolean isOne = EventNames.meaning(name)
                .map(meaning -> meaning.verb().name().toLowerCase(java.util.Locale.ROOT))
                .filter(EventNames.kindsOfItems()::contains)
                .isPresent();
        if (!isOne) {
            throw Problem.of(
                    400,
                    "event_kind_unknown",
                    name,
                    Nearest.of(name, EventNames.kindsOfItems()),
                    String.join(", ", EventNames.kindsOfItems()));
        }
    }

    private static void requireId(String field, String id) {
        if (id.isEmpty()) {
            throw Problem.of(400, "cell_empty", field);
        }
        if (id.length() > EventRules.ID_CHARS_MAX || id.indexOf('\0') >= 0) {
            throw Problem.of(400, "cell_id_illegal", field, id.length(), EventRules.ID_CHARS_MAX);
        }
    }

    private static ObjectNode properties(String item) {
        return JsonNodeFactory.instance.objectNode().put("id", item);
    }

    private static ObjectNode details(ObjectNode properties) {
        ObjectNode details = JsonNodeFactory.instance.objectNode();
        details.set("properties", properties);
        return details;
    }

    private static void put(ObjectNode properties, String name, String cell) {
        if (!cell.isEmpty() && !properties.has(name)) {
            properties.put(name, cell);
        }
    }

    /** A number, or a share in percent. */
    private static void number(ObjectNode properties, String name, String cell) {
        if (cell.isEmpty()) {
            return;
        }
        boolean isPercent = cell.endsWith("%") || cell.endsWith("％");
        String plain = isPercent ? cell.substring(0, cell.length() - 1) : cell;
        var number = Money.read(plain).orElseThrow(() -> Problem.of(400, "number_unreadable", name, cell));
        properties.put(name, isPercent ? number.movePointLeft(2) : number);
    }
}
