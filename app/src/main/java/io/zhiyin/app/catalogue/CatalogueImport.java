package io.zhiyin.app.catalogue;

import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Columns;
import io.zhiyin.app.platform.ImportReport;
import io.zhiyin.app.platform.Moments;
import io.zhiyin.app.platform.Money;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Rows;
import io.zhiyin.app.platform.Table;
import io.zhiyin.app.platform.Upload;
import io.zhiyin.app.platform.Workspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code POST /api/imports/catalogue}: a table or JSON lines of entries; columns that are none of ours become attributes. */
final class CatalogueImport {
    private static final int BATCH = 500;
    private static final Set<String> FREE = Set.of("free", "免费", "-", "--", "—", "n/a", "暂无");

    private static final Map<String, List<String>> ALIASES = new LinkedHashMap<>();

    static {
        ALIASES.put("id", List.of("item_id", "course_id", "product_id", "sku", "课程ID", "商品ID", "作品ID", "编号"));
        ALIASES.put("title", List.of("name", "course_title", "movie_title", "课程名称", "课程名", "标题", "名称", "商品名称", "作品名称"));
        ALIASES.put("titleEn", List.of("english_title", "name_en", "英文标题", "英文名", "英文名称"));
        ALIASES.put("description", List.of("text", "about", "summary", "简介", "课程简介", "描述", "介绍"));
        ALIASES.put("teacher", List.of("teachers", "instructor", "author", "老师", "讲师", "教师", "主讲"));
        ALIASES.put("school", List.of("schools", "学校", "机构"));
        ALIASES.put("topic", List.of("subject", "category", "主题", "分类", "类目", "学科"));
        ALIASES.put("level", List.of("difficulty", "难度", "级别"));
        ALIASES.put("concepts", List.of("key_concepts", "tags", "标签", "知识点", "概念"));
        ALIASES.put("price", List.of("价格", "售价", "现价", "list_price", "商品原价"));
        ALIASES.put("prerequisiteIds", List.of("先修课程ID", "先修ID"));
        ALIASES.put("promotes", List.of("推广课程ID", "推广"));
        ALIASES.put("channel", List.of("platform", "平台", "渠道"));
        ALIASES.put("onSaleFrom", List.of("sale_start", "上架时间", "开售时间"));
        ALIASES.put("onSaleUntil", List.of("sale_end", "下架时间", "停售时间"));
        ALIASES.put(
                "published", List.of("published_at", "published_timestamp", "publish_time", "发布时间", "首次发布时间", "发布日期"));
        ALIASES.put("kind", List.of("item_kind", "类型", "商品类型"));
        ALIASES.put("status", List.of("状态", "审核状态", "发布状态"));
    }

    private final Catalogue catalogue;
    private final Workspace workspace;

    CatalogueImport(Catalogue catalogue, Workspace workspace) {
        this.catalogue = catalogue;
        this.workspace = workspace;
    }

    void routes(Routes routes) {
        routes.post("/api/imports/catalogue", Scope.ADMIN, this::run);
    }

    private void run(Call call) throws IOException {
        long start = System.nanoTime();
        Rows.Expected expected = new Rows.Expected(
                call.query("name", ""),
                call.query("format", ""),
                call.query("sheet", ""),
                Columns.Wanted.of(ALIASES, call.query("map", "")),
                2,
                List.of("id"),
                List.of());
        ImportReport report = new ImportReport();
        try (Upload upload = Upload.take(call, workspace.folder())) {
            Batch batch = new Batch(report);
            Rows.read(upload.path(), expected, report, batch::add);
            batch.flush();
        }
        call.json(report.told(call.lang(), "unchanged", (System.nanoTime() - start) / 1e9));
    }

    /** Entries on their way into the catalogue, and the ids that the file has used. */
    private final class Batch {
        private final ImportReport report;
        private final Set<String> ids = new HashSet<>();
        private final List<Item> waiting = new ArrayList<>();

        Batch(ImportReport report) {
            this.report = report;
        }

        void add(Columns columns, Table.Row row) {
            try {
                Item item = item(columns, row);
                if (!ids.add(item.id())) {
                    throw Problem.of(400, "id_repeated", item.id());
                }
                waiting.add(item);
            } catch (Problem e) {
                report.refused(row.line(), e);
            }
            if (waiting.size() >= BATCH) {
                flush();
            }
        }

        void flush() {
            Catalogue.Changes changes = catalogue.put(waiting);
            report.accepted(changes.changed());
            report.known(changes.unchanged());
            waiting.clear();
        }
    }

    private Item item(Columns columns, Table.Row row) {
        String id = columns.cell(row, "id");
        if (id.isEmpty() || id.length() > 256 || id.indexOf('\0') >= 0) {
            throw Problem.of(400, "item_id_illegal", id.length(), 256);
        }
        if (columns.has("title")
                && columns.cell(row, "title").isEmpty()
                && columns.cell(row, "titleEn").isEmpty()) {
            throw Problem.of(400, "title_missing");
        }
        Map<String, String> attributes = new TreeMap<>();
        columns.unmatched().forEach((at, name) -> {
            String cell = row.cells().get(at).strip();
            if (!cell.isEmpty()) {
                attributes.put(name, cell);
            }
        });
        return new Item(
                id,
                kind(columns.cell(row, "kind")),
                columns.cell(row, "title"),
                columns.cell(row, "titleEn"),
                columns.cell(row, "description"),
                names(columns.cell(row, "teacher")),
                names(columns.cell(row, "school")),
                columns.cell(row, "topic"),
                columns.cell(row, "level"),
                list(columns.cell(row, "concepts")),
                priceMinor(columns.cell(row, "price")),
                list(columns.cell(row, "prerequisiteIds")),
                columns.cell(row, "promotes"),
                columns.cell(row, "channel"),
                millis(columns.cell(row, "onSaleFrom")),
                millis(columns.cell(row, "onSaleUntil")),
                millis(columns.cell(row, "published")),
                columns.cell(row, "status"),
                attributes);
    }

    private static String kind(String word) {
        return word.isEmpty()
                ? "course"
                : Item.kindOf(word)
                        .orElseThrow(() -> Problem.of(
                                400,
                                "item_kind_unknown",
                                word,
                                Nearest.of(word, Item.KINDS),
                                String.join(", ", Item.KINDS)));
    }

    private long priceMinor(String cell) {
        if (cell.isEmpty() || FREE.contains(cell.toLowerCase(Locale.ROOT))) {
            return 0;
        }
        BigDecimal price = Money.read(cell)
                .filter(p -> p.signum() >= 0)
                .orElseThrow(() -> Problem.of(400, "price_unreadable", cell));
        return Money.minor(price, workspace.settings().currency())
                .orElseThrow(() -> Problem.of(400, "price_unreadable", cell));
    }

    private long millis(String cell) {
        return cell.isEmpty()
                ? 0
                : Moments.read(cell, workspace.zone())
                        .orElseThrow(() -> Problem.of(400, "time_unreadable", cell))
                        .toEpochMilli();
    }

    /** {@code 张文霞|杨芳} is how lists stand in one cell; people read it with their own comma. */
    private static String names(String cell) {
        return String.join("、", split(cell, "\\|"));
    }

    private static List<String> list(String cell) {
        return split(cell, cell.indexOf('|') >= 0 ? "\\|" : "[;；、,，]");
    }

    private static List<String> split(String cell, String separator) {
        return Arrays.stream(cell.split(separator, -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .distinct()
                .toList();
    }
}
