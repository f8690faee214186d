package io.zhiyin.app.ingest;

import io.zhiyin.app.platform.*;
import java.util.List;
import java.util.function.Consumer;

public final class Events implements Slice {
    public Events(Workspace w, Metrics m) {}

    public void queue(Event event) {}

    public void accept(List<Event> events) {}

    public void onEvent(Consumer<List<Event>> listener) {}

    @Override
    public void erase(String person) {}
}
