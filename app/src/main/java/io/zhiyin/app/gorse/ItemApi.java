package io.zhiyin.app.gorse;

import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Call;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Routes.Scope;
import io.zhiyin.app.platform.Workspace;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Items as Gorse's clients write and read them: entries of the catalogue. */
final class ItemApi {
    private final Workspace workspace;
    private final Catalogue catalogue;
    private final FeedbackStore feedback;
    /** Held from reading an entry until its change is written: two changes of one entry are both there. */
    private final Object writing = new Object();

    ItemApi(Workspace workspace, Catalogue catalogue, FeedbackStore feedback) {
        this.workspace = workspace;
        this.catalogue = catalogue;
        this.feedback = feedback;
    }

    void routes(Routes routes) {
        routes.post("/gorse/api/item", Scope.ADMIN, call -> put(call, List.of(Fields.one(Gorse.body(call)))));
        routes.post("/gorse/api/items", Scope.ADMIN, call -> put(call, Fields.list(Gorse.body(call))));
        routes.get("/gorse/api/items", Scope.READ, this::list);
        routes.get("/gorse/api/item/{id}", Scope.READ, call -> call.json(json(item(call))));
        routes.patch("/gorse/api/item/{id}", Scope.ADMIN, this::patch);
        routes.delete("/gorse/api/item/{id}", Scope.ADMIN, this::delete);
        routes.put("/gorse/api/item/{id}/category/{category}", Scope.ADMIN, call -> category(call, true));
        routes.delete("/gorse/api/item/{id}/category/{category}", Scope.ADMIN, call -> category(call, false));
    }

    private void put(Call call, List<Fields> told) {
        List<Item> entries = new ArrayList<>(told.size());
        synchronized (writing) {
            for (Fields one : told) {
                String id = one.id("ItemId");
                Item before = catalogue.item(id).orElseGet(() -> Item.named(id));
                entries.add(GorseItem.anew(before, one));
            }
            catalogue.put(entries);
        }
        Gorse.affected(call, entries.size());
    }

    private void patch(Call call) {
        Fields told = Fields.one(Gorse.body(call));
        change(call, item -> GorseItem.with(item, told));
    }

    private void change(Call call, UnaryOperator<Item> change) {
        synchronized (writing) {
            catalogue.put(List.of(change.apply(item(call))));
        }
        Gorse.affected(call, 1);
    }

    private void delete(Call call) {
        String id = Fields.id("id", call.path("id"));
        synchronized (writing) {
            catalogue.item(id).ifPresent(item -> catalogue.put(List.of(GorseItem.deleted(item))));
        }
        feedback.deleteAbout(id);
        Gorse.affected(call, 1);
    }

    private void category(Call call, boolean isIn) {
        String category = Fields.id("category", call.path("category"));
        change(call, item -> {
            List<String> categories = new ArrayList<>(GorseItem.categories(item));
            if (!isIn) {
                categories.remove(category);
            } else if (!categories.contains(category)) {
                categories.add(category);
            }
            return GorseItem.withCategories(item, categories);
        });
    }

    private void list(Call call) {
        int limit = Gorse.count(call);
        String asked = call.query("q", "");
        List<Item> found = (asked.isEmpty()
                        ? catalogue.after(Cursor.read(call, 1).getFirst())
                        : search(asked))
                .filter(item -> !GorseItem.isDeleted(item))
                .limit(limit + 1L)
                .toList();
        List<Item> page = found.subList(0, Math.min(limit, found.size()));
        boolean hasMore = asked.isEmpty() && found.size() > limit && limit > 0;
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("Cursor", hasMore ? Cursor.of(page.getLast().id()) : "");
        answer.put("Items", page.stream().map(this::json).toList());
        call.json(answer);
    }

    /** The entries that have every word somewhere in their id, title, categories or labels. */
    private Stream<Item> search(String asked) {
        List<String> words = List.of(plain(asked).strip().split("\\s+"));
        return catalogue.items().stream().filter(item -> {
            String text = plain(String.join(
                    " ",
                    item.id(),
                    item.title(),
                    item.titleEn(),
                    String.join(" ", GorseItem.categories(item)),
                    String.join(" ", item.concepts()),
                    String.join(" ", item.attributes().values())));
            return words.stream().allMatch(text::contains);
        });
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }

    private Item item(Call call) {
        String id = Fields.id("id", call.path("id"));
        return catalogue
                .item(id)
                .filter(item -> !GorseItem.isDeleted(item))
                .orElseThrow(() -> Problem.of(404, "item_unknown", id));
    }

    private Map<String, Object> json(Item item) {
        return GorseItem.json(item, catalogue.isOnSale(item, workspace.clock().millis()));
    }
}
