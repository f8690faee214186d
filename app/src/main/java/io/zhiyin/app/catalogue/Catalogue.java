package io.zhiyin.app.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Json;
import io.zhiyin.app.platform.Lang;
import io.zhiyin.app.platform.Nearest;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Routes;
import io.zhiyin.app.platform.Slice;
import io.zhiyin.app.platform.Workspace;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/**
 * The door of the catalogue: what there is to sell and to show. It is kept in the state database and held in memory; every
 * change is also told to the log ({@code changed}, with the whole entry in the details), so that the catalogue of any day
 * can be known.
 */
public final class Catalogue implements Slice {
    private static final int ID_CHARS_MAX = 256;

    /** What sellers call an item that is not for sale, whatever its dates say. */
    private static final Set<String> OFF =
            Set.of("off", "off_sale", "offsale", "draft", "archived", "hidden", "deleted", "下架", "已下架", "停售", "草稿");

    /** How many entries of a list were new or different, and how many stood there as they are. */
    public record Changes(int changed, int unchanged) {}

    private final Workspace workspace;
    private final Object writing = new Object();
    private volatile NavigableMap<String, Item> items;

    public Catalogue(Workspace workspace) {
        this.workspace = workspace;
        this.items = Collections.unmodifiableNavigableMap(load());
    }

    public Optional<Item> item(String id) {
        return Optional.ofNullable(items.get(id));
    }

    /** All entries, by id: the catalogue as it is at this moment. */
    public Collection<Item> items() {
        return items.values();
    }

    /** The title of an item in a language; its id if the catalogue does not know it. */
    public String title(String id, Lang lang) {
        return item(id).map(item -> item.title(lang)).orElse(id);
    }

    /** Whether an item may be offered at a moment: by its dates, and unless its status says that it is off. */
    public boolean isOnSale(Item item, long nowMillis) {
        boolean hasBegun = item.onSaleFromMillis() <= nowMillis;
        boolean hasEnded = item.onSaleUntilMillis() != 0 && item.onSaleUntilMillis() <= nowMillis;
        return hasBegun && !hasEnded && !isOff(item);
    }

    /** Whether its status says that an item is off, whatever its dates say. */
    public static boolean isOff(Item item) {
        return OFF.contains(item.status().strip().toLowerCase(Locale.ROOT));
    }

    /**
     * Adds entries or puts them in the place of those with the same id; all or none. What is the same already is not
     * written.
     *
     * @throws Problem 400 if an entry cannot be one
     */
    public Changes put(List<Item> entries) {
        entries.forEach(Catalogue::check);
        synchronized (writing) {
            NavigableMap<String, Item> next = new TreeMap<>(items);
            List<Item> changed = new ArrayList<>();
            for (Item entry : entries) {
                if (!entry.equals(next.put(entry.id(), entry))) {
                    changed.add(entry);
                }
            }
            if (!changed.isEmpty()) {
                workspace.state().write(db -> {
                    changed.forEach(entry -> write(db, entry));
                    return changed.size();
                });
                items = Collections.unmodifiableNavigableMap(next);
            }
            return new Changes(changed.size(), entries.size() - changed.size());
        }
    }

    /** The entries after an id, by id; from the first for an empty one. */
    public Stream<Item> after(String id) {
        return items.tailMap(id, false).values().stream();
    }

    @Override
    public void routes(Routes routes) {
        new CatalogueApi(this).routes(routes);
        new CatalogueImport(this, workspace).routes(routes);
    }

    @Override
    public void erase(String person) {
        // entries name teachers as their seller published them, and nobody who bought
    }

    private NavigableMap<String, Item> load() {
        NavigableMap<String, Item> all = new TreeMap<>();
        workspace
                .state()
                .read(db -> db.createQuery("select body from catalogue_items")
                        .mapTo(String.class)
                        .list())
                .forEach(body -> {
                    Item item = read(body);
                    all.put(item.id(), item);
                });
        return all;
    }

    private static Item read(String body) {
        try {
            return Json.MAPPER.readValue(body, Item.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void write(Handle db, Item entry) {
        long now = workspace.clock().millis();
        db.createUpdate("insert into catalogue_items (id, changed_millis, body) values (:id, :now, :body)"
                        + " on conflict (id) do update set changed_millis = :now, body = :body")
                .bind("id", entry.id())
                .bind("now", now)
                .bind("body", Json.text(entry))
                .execute();
        ObjectNode details = Json.MAPPER.createObjectNode();
        details.set("item", Json.MAPPER.valueToTree(entry));
        Action change = new Action.Changed("catalogue", entry.id());
        workspace.state().tell(db, new Event("catalogue", "", "", now, now, "zhiyin", "", List.of(), change, details));
    }

    private static void check(Item entry) {
        if (entry.id().isBlank() || entry.id().length() > ID_CHARS_MAX) {
            throw Problem.of(400, "item_id_illegal", entry.id().length(), ID_CHARS_MAX);
        }
        if (!Item.KINDS.contains(entry.kind())) {
            throw Problem.of(
                    400,
                    "item_kind_unknown",
                    entry.kind(),
                    Nearest.of(entry.kind(), Item.KINDS),
                    String.join(", ", Item.KINDS));
        }
        if (entry.priceMinor() < 0) {
            throw Problem.of(400, "item_price_illegal", entry.priceMinor());
        }
    }
}
