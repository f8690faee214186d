package io.zhiyin.app.gorse;

import io.zhiyin.app.gorse.FeedbackStore.Asked;
import io.zhiyin.app.gorse.FeedbackStore.Known;
import io.zhiyin.app.ingest.Events;
import io.zhiyin.app.platform.Action;
import io.zhiyin.app.platform.Event;
import io.zhiyin.app.platform.Problem;
import io.zhiyin.app.platform.Workspace;
import io.zhiyin.app.recommend.Did;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Feedback on its way to the two places where it belongs: as events to the log, from which everybody learns, and by its
 * key to the state, where it can be read back, overwritten and deleted. The log comes first; a request that is repeated
 * after a crash between the two finds its events there and completes the state.
 *
 * <p>An event's id is a hash of the key, the time and the key's life: the same feedback with the same time, sent twice, is
 * one event, and its value is added once.
 */
final class FeedbackLog {
    private static final Duration VIEW_PATIENCE = Duration.ofSeconds(5);

    private final Events events;
    private final FeedbackTypes types;
    private final FeedbackStore store;
    private final Workspace workspace;

    FeedbackLog(Workspace workspace, Events events, FeedbackTypes types, FeedbackStore store) {
        this.workspace = workspace;
        this.events = events;
        this.types = types;
        this.store = store;
    }

    /** Takes feedback; what is there already is overwritten or added to. */
    void take(List<Feedback> feedback, boolean isOverwriting) {
        if (feedback.isEmpty()) {
            return;
        }
        long now = workspace.clock().millis();
        List<Integer> lives = store.lives(feedback.stream().map(Feedback::key).toList());
        List<Event> told = new ArrayList<>(feedback.size());
        for (int i = 0; i < feedback.size(); i++) {
            Feedback one = feedback.get(i);
            told.add(types.event(one, id(one, "told", lives.get(i)), now));
        }
        Set<Integer> duplicates = new HashSet<>(events.accept(told).duplicates());
        List<Known> known = new ArrayList<>(feedback.size());
        for (int i = 0; i < feedback.size(); i++) {
            known.add(isOverwriting ? Known.OVERWRITTEN : duplicates.contains(i) ? Known.KEPT : Known.ADDED_TO);
        }
        store.put(feedback, known);
    }

    /**
     * Deletes what is meant and takes back what it had told, unless the same is still told of this user and item: by other
     * feedback, or by events of other doors, such as a shop's order. How much was deleted.
     *
     * @param asked of one user and one item
     * @throws Problem {@code view_behind} while it cannot be asked what other doors told; then nothing was changed
     */
    int delete(Asked asked) {
        List<Feedback> gone = store.allEver(asked);
        List<Integer> lives = store.lives(gone.stream().map(Feedback::key).toList());
        long now = workspace.clock().millis();
        Set<String> elsewhere = gone.isEmpty() ? Set.of() : toldElsewhere(asked.user(), asked.item());
        List<Event> told = new ArrayList<>();
        for (int i = 0; i < gone.size(); i++) {
            Feedback one = gone.get(i);
            String kind = types.kind(one);
            if (!elsewhere.contains(kind) && !isStillTold(one.key(), kind, gone)) {
                Action retract = new Action.Retract(one.key().item(), kind);
                String id = id(one, "retract", lives.get(i));
                told.add(new Event(id, one.key().user(), "", now, now, Gorse.SOURCE, "", List.of(), retract, null));
            }
        }
        if (!told.isEmpty()) {
            events.accept(told);
        }
        store.delete(gone);
        return gone.size();
    }

    /**
     * Keeps that items were handed out, to be seen after a while; feedback of that type that is there already stays. No
     * events: {@code shown} has told it.
     */
    void handedOut(List<Feedback.Key> keys, long delayMillis) {
        long at = workspace.clock().millis() + delayMillis;
        List<Feedback> feedback =
                keys.stream().map(key -> new Feedback(key, at, 0, "", 0)).toList();
        store.put(feedback, Collections.nCopies(keys.size(), Known.KEPT));
    }

    /** What feedback tells the recommender of somebody without a name, oldest first. */
    List<Did> history(List<Feedback> feedback) {
        return feedback.stream()
                .sorted(Comparator.comparingLong(Feedback::atMillis))
                .flatMap(one -> types.did(one).stream())
                .toList();
    }

    /** The kinds of what came of a user and an item through other doors. */
    private Set<String> toldElsewhere(String user, String item) {
        try {
            if (!workspace.view().await(workspace.log().last(), VIEW_PATIENCE)) {
                throw Problem.of(503, "view_behind").retryAfterSeconds(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the view was awaited", e);
        }
        return Set.copyOf(workspace
                .view()
                .query(
                        "select distinct kind from events where person = ? and item = ? and source <> ?",
                        List.of(user, item, Gorse.SOURCE),
                        row -> row.getString(1)));
    }

    private boolean isStillTold(Feedback.Key key, String kind, List<Feedback> gone) {
        Set<Feedback.Key> keys = new HashSet<>();
        gone.forEach(f -> keys.add(f.key()));
        return store.all(new Asked("", key.user(), key.item())).stream()
                .anyMatch(other ->
                        !keys.contains(other.key()) && types.kind(other).equals(kind));
    }

    private static String id(Feedback feedback, String what, int life) {
        MessageDigest digest = sha256();
        Feedback.Key key = feedback.key();
        for (String part : List.of(
                what, key.type(), key.user(), key.item(), Long.toString(feedback.atMillis()), Integer.toString(life))) {
            digest.update((part.length() + ":" + part).getBytes(StandardCharsets.UTF_8));
        }
        return "gorse-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 is not there; every Java has it", e);
        }
    }
}
