package io.zhiyin.app.gorse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zhiyin.app.catalogue.Catalogue;
import io.zhiyin.app.catalogue.Item;
import io.zhiyin.app.platform.Json;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An entry of the catalogue as Gorse's clients know it, and back.
 *
 * <pre>
 * Comment      title
 * Categories   topic is the first; where there are more, all stand in the attribute gorse.categories
 * Labels       texts in lists are concepts; a number or text with a name is the attribute of that name; what that does
 *              not say stands in the attribute gorse.labels
 * Timestamp    when it was published
 * IsHidden     the status "hidden"; read: whatever is not on sale
 * </pre>
 *
 * <p>What Gorse has no field for (price, teacher, prerequisites…) stays as it is when a client writes.
 */
final class GorseItem {
    /** How Gorse writes that there is no time. */
    static final Instant NO_TIME = Instant.parse("0001-01-01T00:00:00Z");

    /** The status of what a client deleted: not for sale, and known by name to those who have it. */
    static final String DELETED = "deleted";

    private static final String HIDDEN = "hidden";
    private static final String CATEGORIES = "gorse.categories";
    private static final String LABELS = "gorse.labels";

    private GorseItem() {}

    /** An entry with what a client told; fields that were not told stay. */
    static Item with(Item before, Fields told) {
        ObjectNode entry = Json.MAPPER.valueToTree(before);
        Map<String, String> attributes = new LinkedHashMap<>(before.attributes());
        told.text("Comment").ifPresent(comment -> entry.put("title", comment));
        told.time("Timestamp").ifPresent(time -> entry.put("publishedMillis", time.toEpochMilli()));
        told.flag("IsHidden").ifPresent(hidden -> entry.put("status", status(before, hidden)));
        told.texts("Categories").ifPresent(categories -> setCategories(entry, attributes, categories));
        told.json("Labels").ifPresent(labels -> setLabels(entry, attributes, labels));
        entry.set("attributes", Json.MAPPER.valueToTree(attributes));
        return item(entry);
    }

    /** As {@link #with}, but what a client may tell and did not is as in a new entry. */
    static Item anew(Item before, Fields told) {
        ObjectNode entry = Json.MAPPER.valueToTree(before);
        Map<String, String> attributes = new LinkedHashMap<>(before.attributes());
        setCategories(entry, attributes, List.of());
        setLabels(entry, attributes, NullNode.instance);
        entry.set("attributes", Json.MAPPER.valueToTree(attributes));
        entry.put("title", "").put("publishedMillis", 0).put("status", status(before, false));
        return with(item(entry), told);
    }

    static Item withCategories(Item before, List<String> categories) {
        ObjectNode entry = Json.MAPPER.valueToTree(before);
        Map<String, String> attributes = new LinkedHashMap<>(before.attributes());
        setCategories(entry, attributes, categories);
        entry.set("attributes", Json.MAPPER.valueToTree(attributes));
        return item(entry);
    }

    /** An entry that is no more, to those who ask here. */
    static Item deleted(Item before) {
        ObjectNode entry = Json.MAPPER.valueToTree(before);
        entry.put("status", DELETED);
        return item(entry);
    }

    static boolean isDeleted(Item item) {
        return item.status().equals(DELETED);
    }

    static Map<String, Object> json(Item item, boolean isOnSale) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ItemId", item.id());
        json.put("IsHidden", !isOnSale);
        json.put("Categories", categories(item));
        json.put("Timestamp", time(item.publishedMillis()));
        json.put("Labels", labels(item));
        json.put("Comment", item.title());
        return json;
    }

    /** RFC 3339, as Gorse writes it. */
    static String time(long millis) {
        return (millis == 0 ? NO_TIME : Instant.ofEpochMilli(millis)).toString();
    }

    /** All categories of an entry; of one from another door, its topic. */
    static List<String> categories(Item item) {
        List<String> all = new ArrayList<>();
        String kept = item.attributes().get(CATEGORIES);
        if (kept != null) {
            Json.tree(kept).forEach(category -> all.add(category.asText()));
        }
        boolean isCurrent = !all.isEmpty() && all.getFirst().equals(item.topic());
        return isCurrent ? all : item.topic().isEmpty() ? List.of() : List.of(item.topic());
    }

    private static JsonNode labels(Item item) {
        String kept = item.attributes().get(LABELS);
        if (kept != null) {
            return Json.tree(kept);
        }
        return item.concepts().isEmpty() ? NullNode.instance : Json.MAPPER.valueToTree(item.concepts());
    }

    private static String status(Item before, boolean isHidden) {
        if (!isHidden) {
            return Catalogue.isOff(before) ? "" : before.status();
        }
        return Catalogue.isOff(before) && !isDeleted(before) ? before.status() : HIDDEN;
    }

    private static void setCategories(ObjectNode entry, Map<String, String> attributes, List<String> categories) {
        entry.put("topic", categories.isEmpty() ? "" : categories.getFirst());
        attributes.remove(CATEGORIES);
        if (categories.size() > 1) {
            attributes.put(CATEGORIES, Json.text(categories));
        }
    }

    private static void setLabels(ObjectNode entry, Map<String, String> attributes, JsonNode labels) {
        String kept = attributes.remove(LABELS);
        if (kept != null) {
            named(Json.tree(kept)).forEach(attributes::remove);
        }
        Set<String> concepts = new LinkedHashSet<>();
        collectTexts(labels, false, concepts);
        entry.set("concepts", Json.MAPPER.valueToTree(concepts));
        attributes.putAll(named(labels));
        if (!labels.isNull() && !labels.equals(entry.path("concepts"))) {
            attributes.put(LABELS, labels.toString());
        }
    }

    /** The labels that are one number, text or truth with a name. */
    private static Map<String, String> named(JsonNode labels) {
        Map<String, String> named = new LinkedHashMap<>();
        if (labels.isObject()) {
            labels.properties().forEach(label -> {
                boolean isOurs = label.getKey().equals(LABELS) || label.getKey().equals(CATEGORIES);
                if (label.getValue().isValueNode() && !label.getValue().isNull() && !isOurs) {
                    named.put(label.getKey(), label.getValue().asText());
                }
            });
        }
        return named;
    }

    private static void collectTexts(JsonNode labels, boolean isInList, Collection<String> texts) {
        if (labels.isTextual() && isInList && !labels.textValue().isBlank()) {
            texts.add(labels.textValue());
        }
        labels.forEach(one -> collectTexts(one, labels instanceof ArrayNode, texts));
    }

    private static Item item(ObjectNode entry) {
        try {
            return Json.MAPPER.treeToValue(entry, Item.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
