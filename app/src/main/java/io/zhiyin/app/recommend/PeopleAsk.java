package io.zhiyin.app.recommend;

import com.fasterxml.jackson.databind.JsonNode;
import io.zhiyin.app.platform.Problem;
import java.util.ArrayList;
import java.util.List;

/**
 * One list for each of many people, read from a request's body. What concerns all of them is refused as a whole; what is
 * wrong with one person's id is that person's problem alone.
 *
 * @param each what is asked for everybody; its person is empty
 * @param people as they were told, in that order
 */
record PeopleAsk(Ask each, List<JsonNode> people, boolean because) {
    static final int PEOPLE_MOST = 1_000;

    /** People times places of one answer: some 10 MB with all reasons. */
    static final int PLACES_MOST = 10_000;

    private static final int ID_CHARS_MOST = 256;

    static PeopleAsk of(JsonNode body, AskReader asks) {
        Ask each = AnonymousAsk.ask(body, asks).withOffset(AnonymousAsk.offset(body.path("offset")));
        List<JsonNode> people = people(body.path("people"));
        if (people.size() * each.count() > PLACES_MOST) {
            int most = PLACES_MOST / people.size();
            throw Problem.of(400, "parameter_illegal", "count", each.count(), "1.." + most + " × " + people.size());
        }
        return new PeopleAsk(each, people, AnonymousAsk.because(body.path("because")));
    }

    private static List<JsonNode> people(JsonNode told) {
        String allowed = "1.." + PEOPLE_MOST + " ids";
        if (!told.isArray()) {
            throw AnonymousAsk.illegal("people", told, allowed);
        }
        if (told.isEmpty() || told.size() > PEOPLE_MOST) {
            throw Problem.of(400, "parameter_illegal", "people", told.size() + " ids", allowed);
        }
        List<JsonNode> people = new ArrayList<>(told.size());
        told.forEach(people::add);
        return people;
    }

    /**
     * What is asked for one of them.
     *
     * @throws Problem 400 for what cannot be a person's id
     */
    Ask of(JsonNode person) {
        if (!person.isTextual()) {
            throw AnonymousAsk.illegal("people", person, "a person's id");
        }
        String id = person.asText();
        if (id.isEmpty() || id.length() > ID_CHARS_MOST) {
            throw Problem.of(400, "parameter_illegal", "people", id.length() + " characters", "1.." + ID_CHARS_MOST);
        }
        return each.withPerson(AskReader.name("people", id));
    }
}
