package io.zhiyin.engine.math;

/** A block in a flat array: its cell (row, column) stands at from + row * stride + column. */
final class Tile {
    final float[] cells;
    final int from;
    final int stride;

    Tile(float[] cells, int from, int stride) {
        this.cells = cells;
        this.from = from;
        this.stride = stride;
    }

    /** The block that begins at a cell of this one. */
    Tile at(int row, int column) {
        return new Tile(cells, from + row * stride + column, stride);
    }
}
