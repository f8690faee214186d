package io.zhiyin.app.lab;

import io.zhiyin.app.platform.Problem;
import io.zhiyin.engine.math.TopLists;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import org.duckdb.DuckDBConnection;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.duckdb.DuckDBWritableVector;
import org.jspecify.annotations.Nullable;

/**
 * Lists as a Parquet file with the columns person, rank (from 1), item and score. The writer asks for the next block of
 * people when it has written the last one, so no more than one block is in memory.
 */
final class ScaleOutput implements DuckDBTableFunction<Object, Object, Object> {
    private final Blocks blocks;
    private final IdNumbers people;
    private final IdNumbers items;
    private TopLists.@Nullable Lists block;
    private int firstPerson;
    private int place;

    /** Lists of people, block by block. */
    interface Blocks {
        /** The next block, or null after the last. */
        TopLists.@Nullable Lists next();
    }

    ScaleOutput(Blocks blocks, IdNumbers people, IdNumbers items) {
        this.blocks = blocks;
        this.people = people;
        this.items = items;
    }

    void write(Path file, int threads) {
        try (DuckDBConnection duck = ScaleMarket.connect(threads, "300MB");
                Statement statement = duck.createStatement()) {
            try (var builder = DuckDBFunctions.tableFunction()) {
                builder.withName("lists").withFunction(this).register(duck);
            }
            statement.execute("COPY (SELECT * FROM lists()) TO " + ScaleMarket.quoted(file) + " (FORMAT parquet)");
        } catch (SQLException e) {
            throw Problem.of(400, "lab_out_unwritable", file, ScaleMarket.firstLine(e));
        }
    }

    @Override
    public Object bind(DuckDBTableFunctionBindInfo info) {
        info.addResultColumn("person", Long.class);
        info.addResultColumn("rank", Integer.class);
        info.addResultColumn("item", Long.class);
        info.addResultColumn("score", Float.class);
        return "";
    }

    @Override
    public Object init(DuckDBTableFunctionInitInfo info) {
        info.setMaxThreads(1);
        return "";
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo info, DuckDBDataChunkWriter chunk) {
        DuckDBWritableVector person = chunk.vector(0);
        DuckDBWritableVector rank = chunk.vector(1);
        DuckDBWritableVector item = chunk.vector(2);
        DuckDBWritableVector score = chunk.vector(3);
        int rows = 0;
        TopLists.Lists lists = current();
        while (rows < chunk.capacity() && lists != null) {
            int number = lists.items()[place];
            if (number != TopLists.NONE) {
                person.setLong(rows, people.id(firstPerson + place / lists.k()));
                rank.setInt(rows, place % lists.k() + 1);
                item.setLong(rows, items.id(number));
                score.setFloat(rows, lists.scores()[place]);
                rows++;
            }
            place++;
            lists = current();
        }
        return rows;
    }

    private TopLists.@Nullable Lists current() {
        TopLists.Lists lists = block;
        if (lists == null || place == lists.items().length) {
            firstPerson += lists == null ? 0 : lists.items().length / lists.k();
            place = 0;
            lists = blocks.next();
            block = lists;
        }
        return lists;
    }
}
